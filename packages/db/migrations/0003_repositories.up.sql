-- Repositories and people: what every other fact refers to, and how far each repository has been read.
create table pulse.repositories (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references pulse.workspaces on delete cascade,
  github_id bigint,
  node_id text,
  owner text not null check (owner ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$'),
  name text not null check (name ~ '^[A-Za-z0-9._-]{1,100}$' and name not in ('.', '..')),
  full_name text not null generated always as (owner || '/' || name) stored,
  description text,
  default_branch text,
  visibility text check (visibility in ('public', 'private', 'internal')),
  is_archived boolean not null default false,
  is_fork boolean not null default false,
  created_at timestamptz,
  pushed_at timestamptz,
  deleted_at timestamptz,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  unique (workspace_id, id),
  unique (workspace_id, github_id)
);
create unique index repositories_by_name on pulse.repositories (workspace_id, lower(owner), lower(name));

-- People are shared by the repositories of a workspace, so that one person is one row.
create table pulse.accounts (
  id bigint generated always as identity,
  workspace_id bigint not null references pulse.workspaces on delete cascade,
  github_id bigint,
  node_id text,
  login text not null check (login <> ''),
  name text,
  type text check (type in ('User', 'Bot', 'Organization', 'Mannequin', 'EnterpriseUserAccount')),
  is_bot boolean not null generated always as (coalesce(type = 'Bot', false) or login like '%[bot]') stored,
  avatar_url text,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, github_id)
);
create unique index accounts_by_login on pulse.accounts (workspace_id, lower(login));
comment on column pulse.accounts.type is 'as GitHub says; null where the source has no types';

-- What has been read of one kind of fact of one repository: from covered_from (null: from its beginning) to covered_to.
create table pulse.sync_state (
  workspace_id bigint not null,
  repository_id bigint not null,
  kind text not null check (kind in (
    'issues', 'issue_comments', 'pull_requests', 'pull_request_commits', 'pull_request_files', 'reviews', 'review_comments',
    'review_requests', 'timeline_events', 'labels', 'milestones', 'commits', 'tags', 'releases', 'workflow_runs',
    'workflow_jobs', 'deployments', 'repository_days'
  )),
  source text not null check (source in ('archive', 'git', 'sync')),
  covered_from timestamptz,
  covered_to timestamptz not null,
  fetched_at timestamptz not null,
  primary key (repository_id, kind),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);

create table pulse.repository_days (
  workspace_id bigint not null,
  repository_id bigint not null,
  day_on date not null,
  stars integer check (stars >= 0),
  forks integer check (forks >= 0),
  watchers integer check (watchers >= 0),
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, day_on),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);

create table pulse.labels (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  github_id bigint,
  node_id text,
  name text not null check (name <> ''),
  description text,
  color text,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, id),
  unique (repository_id, github_id),
  unique (repository_id, name),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);

create table pulse.milestones (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  github_id bigint,
  node_id text,
  number integer not null check (number > 0),
  title text not null,
  description text,
  state text not null check (state in ('open', 'closed')),
  due_at timestamptz,
  created_at timestamptz not null,
  closed_at timestamptz,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, id),
  unique (repository_id, number),
  unique (repository_id, github_id),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);
