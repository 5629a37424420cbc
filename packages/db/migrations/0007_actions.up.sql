-- GitHub Actions: one row per attempt of a run, its jobs and their steps.
create table pulse.workflows (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  github_id bigint not null,
  node_id text,
  name text not null,
  path text,
  state text,
  created_at timestamptz,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, id),
  unique (repository_id, github_id),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);

create table pulse.workflow_runs (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  workflow_id bigint not null,
  github_id bigint not null,
  attempt integer not null check (attempt > 0),
  node_id text,
  number integer,
  name text,
  event text,
  status text not null,
  conclusion text,
  head_branch text,
  head_sha text not null,
  actor_id bigint,
  created_at timestamptz not null,
  run_started_at timestamptz not null,
  updated_at timestamptz not null,
  fetched_at timestamptz not null,
  primary key (repository_id, id),
  unique (repository_id, github_id, attempt),
  check ((status = 'completed') = (conclusion is not null)),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, workflow_id) references pulse.workflows (repository_id, id) on delete cascade,
  foreign key (workspace_id, actor_id) references pulse.accounts (workspace_id, id)
);
create index workflow_runs_by_started on pulse.workflow_runs (repository_id, run_started_at);
create index workflow_runs_by_head on pulse.workflow_runs (repository_id, workflow_id, head_sha);

create table pulse.workflow_jobs (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  run_id bigint,
  github_run_id bigint not null,
  attempt integer not null check (attempt > 0),
  github_id bigint not null,
  node_id text,
  name text not null,
  status text not null,
  conclusion text,
  runner_labels text[] not null default '{}',
  runner_name text,
  runner_group text,
  created_at timestamptz,
  started_at timestamptz,
  completed_at timestamptz,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, id),
  unique (repository_id, github_id),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, run_id) references pulse.workflow_runs (repository_id, id) on delete set null (run_id)
);
create index workflow_jobs_by_run on pulse.workflow_jobs (repository_id, github_run_id, attempt);
create index workflow_jobs_by_created on pulse.workflow_jobs (repository_id, created_at);
comment on column pulse.workflow_jobs.run_id is 'null while the run itself has not been read';

create table pulse.workflow_steps (
  workspace_id bigint not null,
  repository_id bigint not null,
  job_id bigint not null,
  number integer not null check (number > 0),
  name text not null,
  status text not null,
  conclusion text,
  started_at timestamptz,
  completed_at timestamptz,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, job_id, number),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, job_id) references pulse.workflow_jobs (repository_id, id) on delete cascade
);
