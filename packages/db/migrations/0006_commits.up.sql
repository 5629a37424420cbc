-- What git knows: commits with their parents, the commits and files of pull requests, tags and releases.
create table pulse.commits (
  workspace_id bigint not null,
  repository_id bigint not null,
  sha text not null check (sha ~ '^[0-9a-f]{40}([0-9a-f]{24})?$'),
  parent_shas text[] not null,
  author_id bigint,
  author_name text,
  author_email text,
  authored_at timestamptz not null,
  committed_at timestamptz not null,
  headline text not null,
  is_on_default_branch boolean not null,
  additions integer check (additions >= 0),
  deletions integer check (deletions >= 0),
  changed_files integer check (changed_files >= 0),
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, sha),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (workspace_id, author_id) references pulse.accounts (workspace_id, id)
);
create index commits_by_authored on pulse.commits (repository_id, authored_at) where is_on_default_branch;

create table pulse.pull_request_commits (
  workspace_id bigint not null,
  repository_id bigint not null,
  pull_request_id bigint not null,
  sha text not null check (sha ~ '^[0-9a-f]{40}([0-9a-f]{24})?$'),
  ordinal integer not null check (ordinal >= 0),
  author_id bigint,
  authored_at timestamptz not null,
  committed_at timestamptz not null,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, pull_request_id, sha),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, pull_request_id) references pulse.pull_requests (repository_id, id) on delete cascade,
  foreign key (workspace_id, author_id) references pulse.accounts (workspace_id, id)
);

create table pulse.pull_request_files (
  workspace_id bigint not null,
  repository_id bigint not null,
  pull_request_id bigint not null,
  path text not null,
  change text not null check (change in ('added', 'modified', 'removed', 'renamed', 'copied', 'changed', 'unchanged')),
  additions integer not null check (additions >= 0),
  deletions integer not null check (deletions >= 0),
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, pull_request_id, path),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, pull_request_id) references pulse.pull_requests (repository_id, id) on delete cascade
);

create table pulse.tags (
  workspace_id bigint not null,
  repository_id bigint not null,
  name text not null,
  sha text not null,
  tagged_at timestamptz not null,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, name),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);
comment on column pulse.tags.tagged_at is 'time of the annotated tag, else of the commit it points at';

create table pulse.releases (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  github_id bigint,
  node_id text,
  tag_name text not null,
  name text,
  is_draft boolean not null,
  is_prerelease boolean not null,
  author_id bigint,
  created_at timestamptz not null,
  published_at timestamptz,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, id),
  unique (repository_id, github_id),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (workspace_id, author_id) references pulse.accounts (workspace_id, id)
);
