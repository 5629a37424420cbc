update pulse.workflow_runs set jobs_read_at = '2024-02-03T01:00:00Z' where attempt = 1;
