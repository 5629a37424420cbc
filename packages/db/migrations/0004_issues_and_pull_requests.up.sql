-- Issues and pull requests share GitHub's numbers but nothing else here: an issue is never a pull request.
create table pulse.issues (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  github_id bigint,
  node_id text,
  number integer not null check (number > 0),
  title text not null,
  body text,
  state text not null check (state in ('open', 'closed')),
  state_reason text,
  author_id bigint,
  author_association text,
  label_names text[] not null default '{}',
  assignee_ids bigint[] not null default '{}',
  milestone_id bigint,
  created_at timestamptz not null,
  closed_at timestamptz,
  deleted_at timestamptz,
  updated_at timestamptz not null,
  fetched_at timestamptz not null,
  primary key (repository_id, id),
  unique (repository_id, number),
  unique (repository_id, github_id),
  check ((state = 'closed') = (closed_at is not null)),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (workspace_id, author_id) references pulse.accounts (workspace_id, id),
  foreign key (repository_id, milestone_id) references pulse.milestones (repository_id, id) on delete set null (milestone_id)
);
create index issues_by_created on pulse.issues (repository_id, created_at);
create index issues_by_closed on pulse.issues (repository_id, closed_at);
comment on column pulse.issues.author_id is 'null: a deleted account (ghost)';
comment on column pulse.issues.label_names is 'current labels, sorted: GitHub gives them in no stable order';

create table pulse.pull_requests (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  github_id bigint,
  node_id text,
  number integer not null check (number > 0),
  title text not null,
  body text,
  state text not null check (state in ('open', 'closed', 'merged')),
  is_draft boolean not null default false,
  author_id bigint,
  author_association text,
  label_names text[] not null default '{}',
  assignee_ids bigint[] not null default '{}',
  milestone_id bigint,
  base_ref text,
  base_sha text,
  head_ref text,
  head_sha text,
  head_repository text,
  merged_by_id bigint,
  merge_commit_sha text,
  additions integer check (additions >= 0),
  deletions integer check (deletions >= 0),
  changed_files integer check (changed_files >= 0),
  created_at timestamptz not null,
  merged_at timestamptz,
  closed_at timestamptz,
  deleted_at timestamptz,
  updated_at timestamptz not null,
  fetched_at timestamptz not null,
  primary key (repository_id, id),
  unique (repository_id, number),
  unique (repository_id, github_id),
  check ((state = 'open') = (closed_at is null)),
  check ((state = 'merged') = (merged_at is not null)),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (workspace_id, author_id) references pulse.accounts (workspace_id, id),
  foreign key (workspace_id, merged_by_id) references pulse.accounts (workspace_id, id),
  foreign key (repository_id, milestone_id) references pulse.milestones (repository_id, id) on delete set null (milestone_id)
);
create index pull_requests_by_created on pulse.pull_requests (repository_id, created_at);
create index pull_requests_by_closed on pulse.pull_requests (repository_id, closed_at);
create index pull_requests_by_merged on pulse.pull_requests (repository_id, merged_at);
create index pull_requests_by_merge_commit on pulse.pull_requests (repository_id, merge_commit_sha);
comment on column pulse.pull_requests.author_id is 'null: a deleted account (ghost)';
comment on column pulse.pull_requests.additions is 'as GitHub counts them, or from git; null when not known';

-- A comment in the conversation of an issue or of a pull request. Sources without ids are matched by parent, author, time and ordinal.
create table pulse.issue_comments (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  issue_id bigint,
  pull_request_id bigint,
  github_id bigint,
  node_id text,
  author_id bigint,
  author_association text,
  body text,
  created_at timestamptz not null,
  ordinal smallint not null default 0 check (ordinal >= 0),
  updated_at timestamptz not null,
  fetched_at timestamptz not null,
  primary key (repository_id, id),
  unique (repository_id, github_id),
  unique nulls not distinct (repository_id, issue_id, pull_request_id, author_id, created_at, ordinal),
  check (num_nonnulls(issue_id, pull_request_id) = 1),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, issue_id) references pulse.issues (repository_id, id) on delete cascade,
  foreign key (repository_id, pull_request_id) references pulse.pull_requests (repository_id, id) on delete cascade,
  foreign key (workspace_id, author_id) references pulse.accounts (workspace_id, id)
);
create index issue_comments_by_pull_request on pulse.issue_comments (repository_id, pull_request_id) where pull_request_id is not null;
comment on column pulse.issue_comments.ordinal is 'position among comments of one author on one parent in the same second';

-- One row per issue and person who commented: what first responses are computed from, with bots still a filter.
create table pulse.issue_actors (
  workspace_id bigint not null,
  repository_id bigint not null,
  issue_id bigint not null,
  account_id bigint,
  first_comment_at timestamptz not null,
  comments integer not null check (comments > 0),
  unique nulls not distinct (repository_id, issue_id, account_id),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, issue_id) references pulse.issues (repository_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references pulse.accounts (workspace_id, id)
);
