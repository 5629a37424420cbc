insert into pulse.deployments (
  workspace_id, repository_id, source, external_id, environment, is_production, sha, ref, state, created_at, finished_at, creator_id, fetched_at
) values
  (1, 1, 'github', '9101', 'production', true, repeat('a', 40), 'main', 'success',
    '2024-01-07T10:00:00Z', '2024-01-07T10:05:00Z', 1, '2024-01-20T01:00:00Z');
insert into pulse.deployment_statuses (workspace_id, repository_id, deployment_id, github_id, state, created_at, fetched_at) values
  (1, 1, 1, 9111, 'success', '2024-01-07T10:05:00Z', '2024-01-20T01:00:00Z');
insert into pulse.deployment_changes (workspace_id, repository_id, deployment_id, pull_request_id, fetched_at) values
  (1, 1, 1, 1, '2024-01-20T01:00:00Z');
insert into pulse.incidents (
  workspace_id, repository_id, source, external_id, title, deployment_id, is_linked_by_hand, began_at, resolved_at, fetched_at
) values
  (1, 1, 'api', 'pager-1', 'Slow', 1, true, '2024-01-07T12:00:00Z', '2024-01-07T13:00:00Z', '2024-01-20T01:00:00Z');
