insert into identity.oauth_clients (id, client_id, name, redirect_uris) values
  ('00000000-0000-4000-8000-000000000051', 'made-up', 'A client', '["http://127.0.0.1/callback"]');
insert into identity.oauth_resources (id, identifier, name, created_at, updated_at) values
  ('00000000-0000-4000-8000-000000000052', 'https://pulse.example.org/api/mcp', 'Tools', '2024-02-23T00:00:00Z', '2024-02-23T00:00:00Z');
insert into identity.oauth_client_resources (id, client_id, resource_id, created_at) values
  ('00000000-0000-4000-8000-000000000053', 'made-up', 'https://pulse.example.org/api/mcp', '2024-02-23T00:00:00Z');
insert into identity.oauth_consents (id, client_id, user_id, reference_id, scopes, created_at, updated_at) values
  ('00000000-0000-4000-8000-000000000054', 'made-up', '00000000-0000-4000-8000-000000000001', '1', '["read"]', '2024-02-23T00:00:00Z', '2024-02-23T00:00:00Z');
insert into identity.oauth_refresh_tokens (id, token, client_id, session_id, user_id, scopes, expires_at, created_at) values
  ('00000000-0000-4000-8000-000000000055', 'made-up refresh', 'made-up', '00000000-0000-4000-8000-000000000011',
    '00000000-0000-4000-8000-000000000001', '["read"]', '2024-03-23T00:00:00Z', '2024-02-23T00:00:00Z');
insert into identity.oauth_access_tokens (id, token, client_id, user_id, refresh_id, scopes, expires_at, created_at) values
  ('00000000-0000-4000-8000-000000000056', 'made-up access', 'made-up', '00000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-000000000055', '["read"]', '2024-02-23T01:00:00Z', '2024-02-23T00:00:00Z');
insert into identity.oauth_client_assertions (id, expires_at) values ('made-up', '2024-02-23T01:00:00Z');
insert into identity.jwks (id, public_key, private_key, created_at) values
  ('00000000-0000-4000-8000-000000000057', '{}', 'made-up', '2024-02-23T00:00:00Z');
