insert into pulse.deploy_runs (
  workspace_id, kind, app_id, app_name, environment, state, stage, plan_lines, fingerprint, wanted, holder, reason, lease_token, lease_until,
  started_at, updated_at, finished_at
) values
  (1, 'apply', 'made-up', 'site', 'production', 'succeeded', 'done', '{"change web"}', 'f00d', '{}', 'ada', 'a release',
    '00000000-0000-4000-8000-000000000061', '2024-02-22T00:10:00Z',
    '2024-02-22T00:00:00Z', '2024-02-22T00:05:00Z', '2024-02-22T00:05:00Z');
insert into pulse.deploy_logs (workspace_id, run_id, component, type, text, updated_at) values
  (1, 1, 'web', 'BUILD', 'built', '2024-02-22T00:00:05Z');
insert into pulse.task_queue (workspace_id, kind, payload, status, idempotency_key, created_at, updated_at, run_at) values
  (1, 'DEPLOY_PULSE_HUB', '{"app": "site"}', 'pending', 'once', '2024-02-22T00:00:00Z', '2024-02-22T00:00:00Z', '2024-02-22T00:00:00Z');
