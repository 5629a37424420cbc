-- What is deployed, by whom, how far it is and what came of it; and what people and agents ask to be done.

-- One deployment or rollback, from its plan to its record: a row, since web and worker are themselves replaced while it goes on.
create table pulse.deploy_runs (
  id bigint generated always as identity,
  workspace_id bigint not null references pulse.workspaces on delete cascade,
  kind text not null check (kind in ('apply', 'rollback')),
  app_id text not null check (app_id <> ''),
  app_name text not null check (app_name <> ''),
  environment text not null check (environment <> ''),
  state text not null default 'running' check (state in ('running', 'succeeded', 'failed', 'superseded', 'cancelled')),
  stage text not null default 'planned'
    check (stage in ('planned', 'asking', 'following', 'verifying', 'settling', 'telling', 'done')),
  plan_lines text[] not null,
  fingerprint text not null,
  target_id text,
  wanted jsonb not null,
  known_ids text[] not null default '{}',
  deployment_id text,
  previous_deployment_id text,
  spec jsonb,
  phase text,
  steps jsonb not null default '[]',
  problem jsonb,
  warnings text[] not null default '{}',
  holder text not null check (holder <> ''),
  reason text not null,
  lease_token uuid not null,
  lease_until timestamptz not null,
  github_deployment_id bigint,
  git_branch text,
  record jsonb,
  started_at timestamptz not null,
  updated_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (workspace_id, id),
  unique (id),
  check (stage <> 'done' or state <> 'running'),
  check ((stage = 'done') = (finished_at is not null))
);
-- The lock: whoever begins one while another is unfinished is refused, whichever workspace it belongs to.
create unique index deploy_runs_one_at_a_time on pulse.deploy_runs (app_id) where stage <> 'done';
create index deploy_runs_by_started on pulse.deploy_runs (workspace_id, app_id, started_at desc, id desc);
comment on column pulse.deploy_runs.lease_until is 'who holds the run writes it again and again; from then on anybody may go on with it';
comment on column pulse.deploy_runs.spec is 'as the platform holds it, secrets encrypted by it: what a full rollback sends';
comment on column pulse.deploy_runs.wanted is '[{"component","commit","digest"}]: what is to run afterwards';

-- What components wrote while they were built and started: the platform forgets it soon after a failure.
create table pulse.deploy_logs (
  workspace_id bigint not null,
  run_id bigint not null,
  component text not null,
  type text not null check (type in ('BUILD', 'DEPLOY', 'RUN')),
  text text not null,
  updated_at timestamptz not null default now(),
  primary key (run_id, component, type),
  foreign key (workspace_id, run_id) references pulse.deploy_runs (workspace_id, id) on delete cascade
);

-- Tasks that people and agents ask for. Kinds are data. A task that was claimed belongs to its lease: who has lost that cannot finish it.
create table pulse.task_queue (
  id bigint generated always as identity,
  workspace_id bigint not null references pulse.workspaces on delete cascade,
  kind text not null check (kind <> ''),
  payload jsonb not null default '{}',
  status text not null default 'pending' check (status in ('pending', 'processing', 'completed', 'failed', 'cancelled')),
  priority integer not null default 0,
  run_at timestamptz not null default now(),
  attempts integer not null default 0 check (attempts >= 0),
  max_attempts integer not null default 5 check (max_attempts > 0),
  idempotency_key text check (idempotency_key <> ''),
  claimed_by text,
  lease_token uuid,
  lease_expires_at timestamptz,
  last_error text,
  correlation_id text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  finished_at timestamptz,
  dead_at timestamptz,
  primary key (workspace_id, id),
  unique (id),
  unique (workspace_id, kind, idempotency_key),
  check ((status = 'processing') = (lease_token is not null)),
  check ((lease_token is null) = (lease_expires_at is null)),
  check (lease_token is null or claimed_by is not null),
  check ((status in ('completed', 'failed', 'cancelled')) = (finished_at is not null)),
  check (dead_at is null or status = 'failed')
);
create index task_queue_to_do on pulse.task_queue (priority desc, run_at, id) where status in ('pending', 'processing');
comment on column pulse.task_queue.dead_at is 'given up after max_attempts: nobody tries it again by itself';
comment on column pulse.task_queue.lease_token is 'drawn at each claim, and compared by whoever extends or finishes it';

alter table pulse.deploy_runs enable row level security;
alter table pulse.deploy_runs force row level security;
create policy service on pulse.deploy_runs to service_role using (true) with check (true);
grant select, insert, update, delete on pulse.deploy_runs to service_role;

alter table pulse.deploy_logs enable row level security;
alter table pulse.deploy_logs force row level security;
create policy service on pulse.deploy_logs to service_role using (true) with check (true);
grant select, insert, update, delete on pulse.deploy_logs to service_role;

alter table pulse.task_queue enable row level security;
alter table pulse.task_queue force row level security;
create policy service on pulse.task_queue to service_role using (true) with check (true);
create policy members_read on pulse.task_queue for select to authenticated using (workspace_id = (select pulse.current_workspace_id()));
grant select, insert, update, delete on pulse.task_queue to service_role;
grant select on pulse.task_queue to authenticated;
