insert into pulse.teams (workspace_id, github_id, slug, name, members_read_since, fetched_at) values
  (1, 9202, 'acme/late', 'Late', '2024-02-10T00:00:00Z', '2024-02-12T00:00:00Z');
insert into pulse.team_members (workspace_id, team_id, account_id, member_from, fetched_at)
select 1, id, 1, '2024-02-12T00:00:00Z', '2024-02-12T00:00:00Z' from pulse.teams where slug = 'acme/late';
