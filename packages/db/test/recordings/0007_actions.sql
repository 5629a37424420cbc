insert into pulse.workflows (workspace_id, repository_id, github_id, name, path, state, fetched_at) values
  (1, 1, 871, 'CI', '.github/workflows/ci.yml', 'active', '2024-01-20T01:00:00Z');
insert into pulse.workflow_runs (
  workspace_id, repository_id, workflow_id, github_id, attempt, number, name, event, status, conclusion, head_branch, head_sha, actor_id,
  created_at, run_started_at, updated_at, fetched_at
) values
  (1, 1, 1, 881, 1, 1, 'CI', 'pull_request', 'completed', 'failure', 'draw', repeat('a', 40), 1,
    '2024-01-04T09:01:00Z', '2024-01-04T09:01:00Z', '2024-01-04T09:11:00Z', '2024-01-20T01:00:00Z'),
  (1, 1, 1, 881, 2, 1, 'CI', 'pull_request', 'completed', 'success', 'draw', repeat('a', 40), 1,
    '2024-01-04T09:01:00Z', '2024-01-04T10:01:00Z', '2024-01-04T10:09:00Z', '2024-01-20T01:00:00Z');
insert into pulse.workflow_jobs (
  workspace_id, repository_id, run_id, github_run_id, attempt, github_id, name, status, conclusion, runner_labels,
  created_at, started_at, completed_at, fetched_at
) values
  (1, 1, 1, 881, 1, 891, 'test', 'completed', 'failure', '{ubuntu-latest}',
    '2024-01-04T09:01:00Z', '2024-01-04T09:02:00Z', '2024-01-04T09:11:00Z', '2024-01-20T01:00:00Z'),
  (1, 1, 2, 881, 2, 892, 'test', 'completed', 'success', '{ubuntu-latest}',
    '2024-01-04T10:01:00Z', '2024-01-04T10:02:00Z', '2024-01-04T10:09:00Z', '2024-01-20T01:00:00Z');
insert into pulse.workflow_steps (workspace_id, repository_id, job_id, number, name, status, conclusion, started_at, completed_at, fetched_at) values
  (1, 1, 1, 1, 'npm test', 'completed', 'failure', '2024-01-04T09:02:00Z', '2024-01-04T09:11:00Z', '2024-01-20T01:00:00Z');
