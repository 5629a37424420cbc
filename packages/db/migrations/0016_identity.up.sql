-- Who people are: users, their sessions and GitHub accounts, keys, links that sign in once, invitations; and the log of who changed what.
create table identity.users (
  id uuid primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  login text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index users_by_login on identity.users (lower(login));
comment on column identity.users.login is 'as GitHub spelled it at the last sign-in; null for the local owner';

create table identity.sessions (
  id uuid primary key,
  user_id uuid not null references identity.users on delete cascade,
  token text not null unique,
  ip_address text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sessions_by_user on identity.sessions (user_id);

create table identity.accounts (
  id uuid primary key,
  user_id uuid not null references identity.users on delete cascade,
  provider_id text not null,
  account_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index accounts_by_user on identity.accounts (user_id);
comment on column identity.accounts.access_token is 'encrypted by Better Auth; so is refresh_token';

create table identity.verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_by_identifier on identity.verifications (identifier);
create index verifications_by_expiry on identity.verifications (expires_at);

create table identity.api_keys (
  id uuid primary key,
  config_id text not null default 'default',
  reference_id uuid not null references identity.users on delete cascade,
  name text,
  start text,
  prefix text,
  key text not null unique,
  enabled boolean not null default true,
  refill_interval integer,
  refill_amount integer,
  last_refill_at timestamptz,
  rate_limit_enabled boolean not null default false,
  rate_limit_time_window integer,
  rate_limit_max integer,
  request_count integer not null default 0,
  remaining integer,
  last_request timestamptz,
  expires_at timestamptz,
  permissions text,
  metadata text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index api_keys_by_user on identity.api_keys (reference_id);
comment on column identity.api_keys.key is 'SHA-256 of the key; the key itself is shown once';
comment on column identity.api_keys.metadata is 'JSON: {"workspaceId": number}, the one workspace the key opens';

-- A link that signs one person in, once. Only its hash is kept.
create table identity.sign_in_links (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('local_owner', 'first_owner')),
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
);

create table pulse.invitations (
  id bigint generated always as identity,
  workspace_id bigint not null references pulse.workspaces on delete cascade,
  role text not null check (role in ('admin', 'member', 'viewer')),
  login text check (login <> ''),
  token_hash bytea not null unique,
  invited_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid,
  primary key (workspace_id, id),
  check ((accepted_at is null) = (accepted_by is null))
);
comment on column pulse.invitations.login is 'the only GitHub login that may accept; null: whoever holds the link';

create table pulse.audit_log (
  id bigint generated always as identity,
  workspace_id bigint not null references pulse.workspaces on delete cascade,
  user_id uuid not null,
  source text not null check (source in ('web', 'cli', 'api', 'mcp', 'worker')),
  address inet,
  request_id text,
  action text not null,
  input jsonb not null,
  before jsonb,
  after jsonb,
  state text not null check (state in ('begun', 'done', 'refused', 'failed')),
  detail text,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (workspace_id, id)
);
create index audit_log_by_created on pulse.audit_log (workspace_id, created_at);
comment on table pulse.audit_log is 'one line per change that somebody asked for, written before the change begins; input without its secrets';

-- The role of the claimed person in the claimed workspace; null for a stranger.
create function pulse.current_workspace_role() returns text
  language sql stable
  return (
    select membership.role
    from pulse.memberships as membership
    where membership.user_id = pulse.current_user_id()
      and membership.workspace_id = pulse.current_workspace_id()
  );
revoke execute on function pulse.current_workspace_role() from public;
grant execute on function pulse.current_workspace_role() to authenticated, service_role;

do $$
declare
  name text;
begin
  foreach name in array array[
    'identity.users', 'identity.sessions', 'identity.accounts', 'identity.verifications', 'identity.api_keys',
    'identity.sign_in_links', 'pulse.invitations', 'pulse.audit_log'
  ] loop
    execute format('alter table %s enable row level security', name);
    execute format('alter table %s force row level security', name);
    execute format('create policy service on %s to service_role using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on %s to service_role', name);
  end loop;
end
$$;

create policy admins_read on pulse.audit_log for select to authenticated using (
  workspace_id = (select pulse.current_workspace_id()) and (select pulse.current_workspace_role()) in ('owner', 'admin')
);
grant select on pulse.audit_log to authenticated;
