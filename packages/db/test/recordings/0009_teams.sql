insert into pulse.teams (workspace_id, github_id, slug, name, fetched_at) values
  (1, 9201, 'acme/web', 'Web', '2024-01-20T01:00:00Z');
insert into pulse.team_members (workspace_id, team_id, account_id, member_from, member_to, fetched_at) values
  (1, 1, 1, '2024-01-01T00:00:00Z', null, '2024-01-20T01:00:00Z'),
  (1, 1, 2, '2024-01-01T00:00:00Z', '2024-01-15T00:00:00Z', '2024-01-20T01:00:00Z');
