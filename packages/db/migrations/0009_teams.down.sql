-- Takes back teams.
drop table pulse.team_members;
drop table pulse.teams;
