-- Takes back repositories and people.
drop table pulse.milestones;
drop table pulse.labels;
drop table pulse.repository_days;
drop table pulse.sync_state;
drop table pulse.accounts;
drop table pulse.repositories;
