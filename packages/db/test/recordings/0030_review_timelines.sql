insert into pulse.reviews (workspace_id, repository_id, pull_request_id, github_id, author_id, state, submitted_at, updated_at, fetched_at) values
  (1, 1, 2, 833, 1, 'commented', '2024-02-12T15:00:00Z', '2024-02-12T15:00:00Z', '2024-02-21T01:00:00Z');
