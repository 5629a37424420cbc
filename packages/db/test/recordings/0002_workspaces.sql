insert into pulse.workspaces (slug, name, time_zone, created_at) values
  ('default', 'Default', 'Europe/Berlin', '2024-01-01T08:00:00Z'),
  ('other', 'Another one', 'UTC', '2024-01-02T08:00:00Z');
insert into pulse.memberships (workspace_id, user_id, role, created_at) values
  (1, '00000000-0000-4000-8000-000000000001', 'owner', '2024-01-01T08:00:00Z'),
  (2, '00000000-0000-4000-8000-000000000002', 'viewer', '2024-01-02T08:00:00Z');
