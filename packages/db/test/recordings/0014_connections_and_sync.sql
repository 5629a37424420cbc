-- The bytes have the shape of sealed ones, with a key id of 0a0b0c0d, and seal nothing.
insert into pulse.connections (
  workspace_id, name, kind, login, secret, secret_key_id, webhook_secrets, scopes, permissions, created_by, created_at, updated_at
) values
  (1, 'acme', 'token', 'ada', '\x010a0b0c0d00000000000000000000000000000000000000000000000000000000ff', '0a0b0c0d',
    array['\x010a0b0c0d00000000000000000000000000000000000000000000000000000000fe']::bytea[], '{repo}', '{"issues": "read"}',
    '00000000-0000-4000-8000-000000000001', '2024-01-20T00:00:00Z', '2024-01-20T00:00:00Z');
update pulse.repositories
set connection_id = 1, is_tracked = true, backfill_from = '2023-05-01T00:00:00Z', access_checked_at = '2024-01-20T00:00:00Z'
where id = 1;
insert into pulse.sync_cursors (workspace_id, repository_id, kind, phase, cursor, position, page_size, updated_at) values
  (1, 1, 'issues', 'backfill', 'Y3Vyc29y', '{"page": 2}', 50, '2024-01-20T02:00:00Z');
insert into pulse.sync_runs (workspace_id, repository_id, connection_id, trigger, state, counts, requests, created_at, started_at, finished_at) values
  (1, 1, 1, 'manual', 'done', '{"issues": {"done": 2, "total": 2}}', 7, '2024-01-20T01:00:00Z', '2024-01-20T01:00:01Z', '2024-01-20T01:01:00Z');
insert into pulse.etags (workspace_id, connection_id, credential, url, etag, seen_at) values
  (1, 1, 'f00d', '/repos/acme/site', 'W/"1"', '2024-01-20T01:00:00Z');
insert into pulse.rate_budgets (workspace_id, connection_id, resource, quota, remaining, reset_at, updated_at) values
  (1, 1, 'core', 5000, 4321, '2024-01-20T02:00:00Z', '2024-01-20T01:00:00Z');
insert into pulse.webhook_deliveries (
  workspace_id, connection_id, delivery_id, event, action, repository_github_id, repository_name, body, state, attempts, received_at, processed_at
) values
  (1, 1, '7a3f0000-0000-4000-8000-000000000000', 'issues', 'opened', 9001, 'acme/site', '\x7b7d', 'processed', 1,
    '2024-01-20T01:00:00Z', '2024-01-20T01:00:01Z');
insert into pulse.events (workspace_id, repository_id, kind, subject, created_at) values
  (1, 1, 'issue', '{"number": 2}', '2024-01-20T01:00:01Z');
