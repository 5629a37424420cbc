-- Delivery: deployments with what they carried, and the incidents linked to them.
create table pulse.deployments (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  source text not null check (source in ('github', 'workflow_run', 'release', 'tag', 'api')),
  external_id text not null,
  environment text,
  is_production boolean not null,
  sha text,
  ref text,
  state text not null check (state in ('pending', 'in_progress', 'success', 'failure', 'error', 'inactive')),
  created_at timestamptz not null,
  finished_at timestamptz,
  creator_id bigint,
  url text,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, id),
  unique (repository_id, source, external_id),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (workspace_id, creator_id) references pulse.accounts (workspace_id, id)
);
create index deployments_by_finished on pulse.deployments (repository_id, finished_at) where is_production;
comment on column pulse.deployments.finished_at is 'first success; a later inactive undoes nothing';

create table pulse.deployment_statuses (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  deployment_id bigint not null,
  github_id bigint,
  node_id text,
  state text not null,
  description text,
  log_url text,
  created_at timestamptz not null,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, id),
  unique (repository_id, github_id),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, deployment_id) references pulse.deployments (repository_id, id) on delete cascade
);

create table pulse.deployment_changes (
  workspace_id bigint not null,
  repository_id bigint not null,
  deployment_id bigint not null,
  pull_request_id bigint not null,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, deployment_id, pull_request_id),
  unique (repository_id, pull_request_id),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, deployment_id) references pulse.deployments (repository_id, id) on delete cascade,
  foreign key (repository_id, pull_request_id) references pulse.pull_requests (repository_id, id) on delete cascade
);
comment on table pulse.deployment_changes is 'a change belongs to the first production deployment whose commit contains it';

create table pulse.incidents (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  source text not null check (source in ('issue', 'revert', 'api')),
  external_id text not null,
  title text not null,
  deployment_id bigint,
  is_linked_by_hand boolean not null default false,
  began_at timestamptz not null,
  resolved_at timestamptz,
  url text,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, id),
  unique (repository_id, source, external_id),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, deployment_id) references pulse.deployments (repository_id, id) on delete set null (deployment_id)
);
create index incidents_by_began on pulse.incidents (repository_id, began_at);
