insert into pulse.idempotency_keys (workspace_id, user_id, key, request_hash, answer, created_at, finished_at) values
  (1, '00000000-0000-4000-8000-000000000001', 'once', '\x0304', '{"ok": true}', '2024-02-09T00:00:00Z', '2024-02-09T00:00:01Z');
