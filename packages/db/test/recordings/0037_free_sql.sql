insert into pulse.bi_logins (workspace_id, role_name, created_at) values
  (1, 'pulse_bi_0123456789_1', '2024-11-01T00:00:00Z');
