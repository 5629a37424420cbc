insert into pulse.workflow_jobs (
  workspace_id, repository_id, run_id, github_run_id, attempt, github_id, name, workflow_name, status, conclusion, runner_labels,
  created_at, started_at, completed_at, fetched_at
) values
  (1, 1, 2, 881, 2, 893, 'lint', 'CI', 'completed', 'failure', '{ubuntu-latest}',
    '2024-01-04T10:01:00Z', '2024-01-04T10:01:30Z', '2024-01-04T10:02:00Z', '2024-02-24T01:00:00Z');
