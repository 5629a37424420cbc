insert into pulse.exports (workspace_id, user_id, question, format, file_name, state, request_id, created_at, expires_at) values
  (1, '00000000-0000-4000-8000-000000000001', '{"kind": "items"}', 'csv', 'pulls.csv', 'queued', '0b1c2d3e-0000-4000-8000-000000000000',
    '2024-02-21T00:00:00Z', '2024-02-22T00:00:00Z');
update pulse.sync_runs set request_id = '0b1c2d3e-0000-4000-8000-000000000001' where id = (select min(id) from pulse.sync_runs);
