insert into pulse.issues (workspace_id, repository_id, github_id, number, title, state, author_id, created_at, updated_at, fetched_at) values
  (1, 1, 805, 7, 'Kept as a timeline', 'open', 1, '2024-02-01T10:00:00Z', '2024-02-01T10:00:00Z', '2024-02-03T01:00:00Z');
