insert into identity.users (id, name, email, login, created_at, updated_at) values
  ('00000000-0000-4000-8000-000000000001', 'Ada', 'ada@example.org', 'ada', '2024-02-01T00:00:00Z', '2024-02-01T00:00:00Z');
insert into identity.sessions (id, user_id, token, expires_at, created_at, updated_at) values
  ('00000000-0000-4000-8000-000000000011', '00000000-0000-4000-8000-000000000001', 'made-up', '2024-03-01T00:00:00Z', '2024-02-01T00:00:00Z', '2024-02-01T00:00:00Z');
insert into identity.accounts (id, user_id, provider_id, account_id, access_token, created_at, updated_at) values
  ('00000000-0000-4000-8000-000000000021', '00000000-0000-4000-8000-000000000001', 'github', '501', 'made-up', '2024-02-01T00:00:00Z', '2024-02-01T00:00:00Z');
insert into identity.verifications (id, identifier, value, expires_at, created_at, updated_at) values
  ('00000000-0000-4000-8000-000000000031', 'made-up', '{}', '2024-02-01T00:10:00Z', '2024-02-01T00:00:00Z', '2024-02-01T00:00:00Z');
insert into identity.api_keys (id, reference_id, name, start, key, permissions, created_at, updated_at) values
  ('00000000-0000-4000-8000-000000000041', '00000000-0000-4000-8000-000000000001', 'ci', 'made', 'made-up', '{}', '2024-02-01T00:00:00Z', '2024-02-01T00:00:00Z');
insert into identity.sign_in_links (token_hash, purpose, expires_at, created_at) values
  ('\xabcd', 'local_owner', '2024-02-01T01:00:00Z', '2024-02-01T00:00:00Z');
insert into pulse.invitations (workspace_id, role, login, token_hash, invited_by, created_at, expires_at) values
  (1, 'member', 'grace', '\xef01', '00000000-0000-4000-8000-000000000001', '2024-02-01T00:00:00Z', '2024-02-08T00:00:00Z');
insert into pulse.audit_log (workspace_id, user_id, source, address, request_id, action, input, state, created_at, finished_at) values
  (1, '00000000-0000-4000-8000-000000000001', 'web', '192.0.2.7', 'made-up', 'invite_person', '{"login": "grace"}', 'done', '2024-02-01T00:00:00Z', '2024-02-01T00:00:01Z');
