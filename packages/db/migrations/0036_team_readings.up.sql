-- Of members that a team had when it was first read nobody knows since when; that a first reading found nobody was told by no row.
alter table pulse.teams add column members_read_since timestamptz;
comment on column pulse.teams.members_read_since is 'when its members were first read; null where an export of before did not say';

-- Until now the earliest members were taken to be those of the first reading; a team that never had any was read at least last time.
update pulse.teams as team
set members_read_since = coalesce(
  (
    select min(member.member_from)
    from pulse.team_members as member
    where member.workspace_id = team.workspace_id
      and member.team_id = team.id
  ),
  team.fetched_at
);
