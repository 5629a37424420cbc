-- What a live GitHub needs: credentials, how far each read has come, its limits, what it sent us, and what changed for whoever watches.
create table pulse.connections (
  id bigint generated always as identity,
  workspace_id bigint not null references pulse.workspaces on delete cascade,
  name text not null check (name = btrim(name) and length(name) between 1 and 100),
  kind text not null check (kind in ('anonymous', 'token', 'fine_grained_token', 'app')),
  login text,
  app_id bigint,
  installation_id bigint,
  secret bytea,
  secret_key_id text,
  webhook_secrets bytea[] not null default '{}',
  scopes text[] not null default '{}',
  permissions jsonb not null default '{}',
  status text not null default 'active' check (status in ('active', 'limited', 'revoked', 'expired', 'forbidden')),
  status_detail text,
  interactive_reserve real not null default 0.2 check (interactive_reserve between 0 and 0.9),
  expires_at timestamptz,
  checked_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (id),
  check ((kind = 'anonymous') = (secret is null)),
  check ((secret is null) = (secret_key_id is null)),
  check (kind <> 'app' or (app_id is not null and installation_id is not null))
);
create unique index connections_by_name on pulse.connections (workspace_id, lower(name));
comment on column pulse.connections.secret is 'token or private key of the app, AES-256-GCM; secret_key_id names the key that sealed it';
comment on column pulse.connections.webhook_secrets is 'sealed like secret, newest first; every one of them is accepted';
comment on column pulse.connections.interactive_reserve is 'share of the hourly limit that sync leaves to people';

alter table pulse.repositories
  add column connection_id bigint,
  add column access text not null default 'ok' check (access in ('ok', 'renamed', 'transferred', 'private', 'forbidden', 'deleted', 'disconnected')),
  add column access_detail text,
  add column access_checked_at timestamptz,
  add column is_tracked boolean not null default false,
  add column backfill_from timestamptz,
  add constraint repositories_connection_fkey
    foreign key (workspace_id, connection_id) references pulse.connections (workspace_id, id) on delete set null (connection_id);
comment on column pulse.repositories.is_tracked is 'read from GitHub by sync; imported repositories are not, until they are connected';
comment on column pulse.repositories.backfill_from is 'how far back sync reads; null: from the beginning';
create index repositories_by_github_id on pulse.repositories (github_id) where is_tracked;

alter table pulse.sync_state drop constraint sync_state_kind_check;
alter table pulse.sync_state add constraint sync_state_kind_check check (kind in (
  'repository', 'issues', 'issue_comments', 'pull_requests', 'pull_request_commits', 'pull_request_files', 'reviews', 'review_comments',
  'review_requests', 'timeline_events', 'labels', 'milestones', 'commits', 'tags', 'releases', 'workflows', 'workflow_runs',
  'workflow_jobs', 'deployments', 'teams', 'repository_days'
));

-- Where the reading of one kind of one repository goes on. Written in the transaction that saves the page before it.
create table pulse.sync_cursors (
  workspace_id bigint not null,
  repository_id bigint not null,
  kind text not null,
  phase text not null check (phase in ('recent', 'backfill', 'incremental', 'sweep')),
  cursor text,
  position jsonb not null default '{}',
  page_size integer check (page_size > 0),
  is_done boolean not null default false,
  updated_at timestamptz not null,
  primary key (repository_id, kind, phase),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);
comment on column pulse.sync_cursors.cursor is 'of the next page, as GitHub gave it';
comment on column pulse.sync_cursors.position is 'whatever else the reader of this kind needs to go on';

create table pulse.sync_runs (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  connection_id bigint,
  trigger text not null check (trigger in ('connected', 'schedule', 'manual', 'webhook', 'sweep', 'widened')),
  state text not null check (state in ('queued', 'running', 'waiting', 'done', 'failed', 'cancelled')),
  phase text,
  counts jsonb not null default '{}',
  requests integer not null default 0,
  not_modified integer not null default 0,
  points integer not null default 0,
  worker_id uuid,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  beat_at timestamptz,
  finished_at timestamptz,
  estimated_end_at timestamptz,
  resume_at timestamptz,
  error_code text,
  error_detail text,
  primary key (repository_id, id),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);
create unique index sync_runs_one_at_a_time on pulse.sync_runs (repository_id) where state in ('running', 'waiting');
create index sync_runs_by_created on pulse.sync_runs (workspace_id, created_at);
comment on column pulse.sync_runs.counts is 'per kind: {"done","total","added","changed","removed"}; total is null where GitHub does not tell it';

create table pulse.etags (
  workspace_id bigint not null,
  connection_id bigint not null,
  credential text not null,
  url text not null,
  etag text not null,
  seen_at timestamptz not null,
  primary key (connection_id, credential, url),
  foreign key (workspace_id, connection_id) references pulse.connections (workspace_id, id) on delete cascade
);
comment on column pulse.etags.credential is 'fingerprint of the token: GitHub gives another ETag to each';

create table pulse.rate_budgets (
  workspace_id bigint not null,
  connection_id bigint not null,
  resource text not null check (resource in ('core', 'graphql', 'search')),
  quota integer,
  remaining integer,
  reset_at timestamptz,
  paused_until timestamptz,
  pause_reason text,
  updated_at timestamptz not null,
  primary key (connection_id, resource),
  foreign key (workspace_id, connection_id) references pulse.connections (workspace_id, id) on delete cascade
);

-- What GitHub sent, as it came. A row is the receipt and the work to do at once. Kept for thirty days.
create table pulse.webhook_deliveries (
  id bigint generated always as identity primary key,
  workspace_id bigint references pulse.workspaces on delete cascade,
  connection_id bigint,
  delivery_id text not null,
  event text not null,
  action text,
  hook_id bigint,
  repository_github_id bigint,
  repository_name text,
  body bytea not null,
  state text not null check (state in ('received', 'processed', 'ignored', 'rejected', 'failed')),
  outcome text,
  attempts integer not null default 0,
  retry_at timestamptz,
  received_at timestamptz not null default now(),
  processed_at timestamptz,
  foreign key (workspace_id, connection_id) references pulse.connections (workspace_id, id) on delete cascade,
  unique nulls not distinct (connection_id, delivery_id)
);
create index webhook_deliveries_to_do on pulse.webhook_deliveries (id) where state = 'received';
create index webhook_deliveries_by_received on pulse.webhook_deliveries (received_at);
comment on column pulse.webhook_deliveries.workspace_id is 'null: came to the installation''s own address; a delivery can concern several workspaces';

-- What changed, for whoever watches. Kept for a day, so that a browser that was away can catch up.
create table pulse.events (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references pulse.workspaces on delete cascade,
  repository_id bigint,
  kind text not null,
  subject jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);
create index events_by_workspace on pulse.events (workspace_id, id);
create index events_by_created on pulse.events (created_at);

create function pulse.announce_events() returns trigger
  language plpgsql
  as $$
begin
  perform pg_notify('pulse_events', workspace_id::text)
  from (select distinct workspace_id from added) as changed;
  return null;
end
$$;
revoke execute on function pulse.announce_events() from public;
create trigger announce after insert on pulse.events referencing new table as added
  for each statement execute function pulse.announce_events();

do $$
declare
  name text;
begin
  foreach name in array array['connections', 'sync_cursors', 'sync_runs', 'etags', 'rate_budgets', 'webhook_deliveries', 'events'] loop
    execute format('alter table pulse.%I enable row level security', name);
    execute format('alter table pulse.%I force row level security', name);
    execute format('create policy service on pulse.%I to service_role using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on pulse.%I to service_role', name);
  end loop;
  foreach name in array array['connections', 'sync_runs', 'rate_budgets', 'webhook_deliveries', 'events'] loop
    execute format(
      'create policy members_read on pulse.%I for select to authenticated using (workspace_id = (select pulse.current_workspace_id()))',
      name
    );
  end loop;
end
$$;
-- Sealed values, and what a delivery holds, are for the service alone.
grant select (
  id, workspace_id, name, kind, login, app_id, installation_id, scopes, permissions, status, status_detail, interactive_reserve,
  expires_at, checked_at, created_by, created_at, updated_at
) on pulse.connections to authenticated;
grant select (
  id, workspace_id, connection_id, delivery_id, event, action, hook_id, repository_github_id, repository_name, state, outcome,
  attempts, retry_at, received_at, processed_at
) on pulse.webhook_deliveries to authenticated;
grant select on pulse.sync_runs, pulse.rate_budgets, pulse.events to authenticated;
