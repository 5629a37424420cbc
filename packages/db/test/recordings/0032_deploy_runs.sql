insert into pulse.deploy_runs (
  workspace_id, kind, app_id, app_name, environment, state, stage, plan_lines, fingerprint, wanted, deployment_id, phase, holder, reason,
  lease_token, lease_until, started_at, finished_at
) values
  (1, 'apply', '4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf', 'shop', 'production', 'succeeded', 'done', '{shop: one deployment}', 'mark',
    '[{"component": "web", "commit": "0123456789abcdef0123456789abcdef01234567", "digest": null}]', 'deployment-1', 'ACTIVE', 'ada@desk (1)',
    'a release', '00000000-0000-4000-8000-000000000009', '2024-02-22T00:02:00Z', '2024-02-22T00:00:00Z', '2024-02-22T00:05:00Z');
insert into pulse.deploy_logs (workspace_id, run_id, component, type, text) values (1, 1, 'web', 'RUN', 'listening');
insert into pulse.task_queue (workspace_id, kind, payload, status, attempts, idempotency_key, created_at, finished_at) values
  (1, 'DEPLOY_PULSE_HUB', '{"run_id": 1}', 'completed', 1, 'run:1', '2024-02-22T00:00:00Z', '2024-02-22T00:05:00Z');
