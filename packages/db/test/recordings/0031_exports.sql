insert into pulse.exports (
  workspace_id, user_id, question, format, file_name, state, rows_done, rows_total, size_bytes, sha256, attempts, created_at, finished_at, expires_at
) values
  (1, '00000000-0000-4000-8000-000000000001', '{"kind": "items"}', 'csv', 'issues.csv', 'done', 1, 1, 3, '\x0506', 1,
    '2024-02-21T00:00:00Z', '2024-02-21T00:00:01Z', '2024-02-22T00:00:00Z');
insert into pulse.export_parts (workspace_id, export_id, ordinal, body) values (1, 1, 0, '\x61620a');
