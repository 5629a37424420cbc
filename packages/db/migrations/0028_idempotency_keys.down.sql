-- Programs that ask again do everything again.
drop table pulse.idempotency_keys;
