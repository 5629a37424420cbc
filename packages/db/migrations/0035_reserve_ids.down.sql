-- Nothing comes from another installation.
drop function pulse.reserve_ids(bigint);
