-- The earliest members of a team are those of its first reading again.
alter table pulse.teams drop column members_read_since;
