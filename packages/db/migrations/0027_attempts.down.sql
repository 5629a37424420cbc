-- Each process counts for itself again.
drop table identity.attempts;
