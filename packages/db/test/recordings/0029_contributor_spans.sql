insert into pulse.issues (workspace_id, repository_id, github_id, number, title, state, author_id, created_at, updated_at, fetched_at) values
  (1, 1, 804, 6, 'The newest', 'open', 2, '2024-02-20T10:00:00Z', '2024-02-20T10:00:00Z', '2024-02-21T01:00:00Z');
