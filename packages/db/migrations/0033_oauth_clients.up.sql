-- Programs that ask people for access here (OAuth 2.1), and what each was allowed. The columns are Better Auth's.
create table identity.oauth_clients (
  id uuid primary key,
  client_id text not null unique,
  client_secret text,
  client_discovery_id text,
  disabled boolean not null default false,
  skip_consent boolean,
  enable_end_session boolean,
  subject_type text,
  scopes jsonb,
  client_credentials_scopes jsonb,
  user_id uuid references identity.users on delete cascade,
  name text,
  uri text,
  icon text,
  contacts jsonb,
  tos text,
  policy text,
  software_id text,
  software_version text,
  software_statement text,
  redirect_uris jsonb not null,
  post_logout_redirect_uris jsonb,
  backchannel_logout_uri text,
  backchannel_logout_session_required boolean,
  token_endpoint_auth_method text,
  application_type text,
  jwks text,
  jwks_uri text,
  grant_types jsonb,
  response_types jsonb,
  require_pkce boolean,
  dpop_bound_access_tokens boolean,
  reference_id text,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index oauth_clients_by_created on identity.oauth_clients (created_at);
comment on column identity.oauth_clients.client_secret is 'SHA-256; null for programs that cannot keep one';
comment on column identity.oauth_clients.name is 'as the program calls itself; nobody has checked it';

create table identity.oauth_resources (
  id uuid primary key,
  identifier text not null unique,
  name text not null,
  access_token_ttl integer,
  refresh_token_ttl integer,
  signing_algorithm text,
  signing_key_id text,
  allowed_scopes jsonb,
  custom_claims jsonb,
  dpop_bound_access_tokens_required boolean,
  disabled boolean not null default false,
  policy_version integer not null default 1,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on column identity.oauth_resources.identifier is 'the address for which tokens are good';

create table identity.oauth_client_resources (
  id uuid primary key,
  client_id text not null references identity.oauth_clients (client_id) on delete cascade,
  resource_id text not null references identity.oauth_resources (identifier) on delete cascade,
  metadata jsonb,
  created_at timestamptz not null default now(),
  unique (client_id, resource_id)
);

create table identity.oauth_consents (
  id uuid primary key,
  client_id text not null references identity.oauth_clients (client_id) on delete cascade,
  user_id uuid not null references identity.users on delete cascade,
  reference_id text not null,
  resources jsonb,
  requested_user_info_claims jsonb,
  scopes jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (user_id, client_id, reference_id)
);
comment on column identity.oauth_consents.reference_id is 'the one workspace that was opened';

create table identity.oauth_refresh_tokens (
  id uuid primary key,
  token text not null unique,
  client_id text not null references identity.oauth_clients (client_id) on delete cascade,
  session_id uuid references identity.sessions on delete set null,
  user_id uuid not null references identity.users on delete cascade,
  reference_id text,
  authorization_code_id text,
  resources jsonb,
  requested_user_info_claims jsonb,
  scopes jsonb not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  revoked timestamptz,
  rotated_at timestamptz,
  rotation_replay_response text,
  rotation_replay_expires_at timestamptz,
  auth_time timestamptz,
  confirmation jsonb
);
create index oauth_refresh_tokens_by_user on identity.oauth_refresh_tokens (user_id, client_id);
create index oauth_refresh_tokens_by_session on identity.oauth_refresh_tokens (session_id);
create index oauth_refresh_tokens_by_code on identity.oauth_refresh_tokens (authorization_code_id);
create index oauth_refresh_tokens_by_expiry on identity.oauth_refresh_tokens (expires_at);
comment on column identity.oauth_refresh_tokens.token is 'SHA-256 of the token';

create table identity.oauth_access_tokens (
  id uuid primary key,
  token text not null unique,
  client_id text not null references identity.oauth_clients (client_id) on delete cascade,
  session_id uuid references identity.sessions on delete set null,
  user_id uuid references identity.users on delete cascade,
  refresh_id uuid references identity.oauth_refresh_tokens on delete cascade,
  reference_id text,
  authorization_code_id text,
  resources jsonb,
  requested_user_info_claims jsonb,
  scopes jsonb not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  revoked timestamptz,
  confirmation jsonb
);
create index oauth_access_tokens_by_user on identity.oauth_access_tokens (user_id, client_id);
create index oauth_access_tokens_by_session on identity.oauth_access_tokens (session_id);
create index oauth_access_tokens_by_code on identity.oauth_access_tokens (authorization_code_id);
create index oauth_access_tokens_by_refresh on identity.oauth_access_tokens (refresh_id);
create index oauth_access_tokens_by_expiry on identity.oauth_access_tokens (expires_at);
comment on table identity.oauth_access_tokens is 'tokens for no address, which open nothing here; those that do are signed and kept nowhere';

create table identity.oauth_client_assertions (
  id text primary key,
  expires_at timestamptz not null
);
create index oauth_client_assertions_by_expiry on identity.oauth_client_assertions (expires_at);
comment on table identity.oauth_client_assertions is 'stays empty: no program proves itself by a key of its own here, but Better Auth looks for the table';

create table identity.jwks (
  id uuid primary key,
  public_key text not null,
  private_key text not null,
  alg text,
  crv text,
  created_at timestamptz not null default now(),
  expires_at timestamptz
);
comment on table identity.jwks is 'stays empty: tokens are signed by a key made from the secret of the installation, but Better Auth looks for the table';

do $$
declare
  name text;
begin
  foreach name in array array[
    'oauth_clients', 'oauth_resources', 'oauth_client_resources', 'oauth_consents', 'oauth_refresh_tokens', 'oauth_access_tokens',
    'oauth_client_assertions', 'jwks'
  ] loop
    execute format('alter table identity.%I enable row level security', name);
    execute format('alter table identity.%I force row level security', name);
    execute format('create policy service on identity.%I to service_role using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on identity.%I to service_role', name);
  end loop;
end
$$;
