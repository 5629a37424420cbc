-- What people do on a pull request: reviews, inline comments, requests, and the events of its life.
create table pulse.reviews (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  pull_request_id bigint not null,
  github_id bigint,
  node_id text,
  author_id bigint,
  author_association text,
  state text not null check (state in ('approved', 'changes_requested', 'commented', 'dismissed', 'pending')),
  body text,
  commit_sha text,
  submitted_at timestamptz not null,
  updated_at timestamptz not null,
  fetched_at timestamptz not null,
  primary key (repository_id, id),
  unique (repository_id, node_id),
  unique (repository_id, github_id),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, pull_request_id) references pulse.pull_requests (repository_id, id) on delete cascade,
  foreign key (workspace_id, author_id) references pulse.accounts (workspace_id, id)
);
create index reviews_by_pull_request on pulse.reviews (repository_id, pull_request_id);
comment on column pulse.reviews.submitted_at is 'archives have no time of submission: theirs is the time the review was begun';

create table pulse.review_comments (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  pull_request_id bigint not null,
  review_id bigint,
  github_id bigint,
  node_id text,
  author_id bigint,
  author_association text,
  path text,
  original_position integer,
  body text,
  created_at timestamptz not null,
  ordinal smallint not null default 0 check (ordinal >= 0),
  updated_at timestamptz not null,
  fetched_at timestamptz not null,
  primary key (repository_id, id),
  unique (repository_id, github_id),
  unique nulls not distinct (repository_id, pull_request_id, review_id, author_id, created_at, ordinal),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, pull_request_id) references pulse.pull_requests (repository_id, id) on delete cascade,
  foreign key (repository_id, review_id) references pulse.reviews (repository_id, id) on delete cascade,
  foreign key (workspace_id, author_id) references pulse.accounts (workspace_id, id)
);
create index review_comments_by_review on pulse.review_comments (repository_id, review_id);

-- One row per pull request and person who acted on it: first act, first approval, comments. Whoever is a bot or the author is filtered when read.
create table pulse.pull_request_actors (
  workspace_id bigint not null,
  repository_id bigint not null,
  pull_request_id bigint not null,
  account_id bigint,
  first_act_at timestamptz not null,
  first_approval_at timestamptz,
  reviews integer not null check (reviews >= 0),
  comments integer not null check (comments >= 0),
  unique nulls not distinct (repository_id, pull_request_id, account_id),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, pull_request_id) references pulse.pull_requests (repository_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references pulse.accounts (workspace_id, id)
);
comment on column pulse.pull_request_actors.first_act_at is 'earliest submitted review, inline comment or conversation comment';
comment on column pulse.pull_request_actors.comments is 'inline and conversation comments; review bodies are no comments';

create table pulse.review_requests (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  pull_request_id bigint not null,
  node_id text,
  account_id bigint,
  team_slug text,
  requested_by_id bigint,
  requested_at timestamptz not null,
  removed_at timestamptz,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, id),
  unique nulls not distinct (repository_id, pull_request_id, account_id, team_slug, requested_at),
  check (num_nonnulls(account_id, team_slug) <= 1),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, pull_request_id) references pulse.pull_requests (repository_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references pulse.accounts (workspace_id, id),
  foreign key (workspace_id, requested_by_id) references pulse.accounts (workspace_id, id)
);

create table pulse.timeline_events (
  id bigint generated always as identity,
  workspace_id bigint not null,
  repository_id bigint not null,
  issue_id bigint,
  pull_request_id bigint,
  github_id bigint,
  node_id text,
  kind text not null check (kind in (
    'closed', 'reopened', 'merged', 'ready_for_review', 'converted_to_draft', 'review_requested', 'review_request_removed',
    'review_dismissed', 'labeled', 'unlabeled', 'assigned', 'unassigned', 'milestoned', 'demilestoned', 'renamed',
    'transferred', 'force_pushed', 'locked', 'unlocked', 'referenced'
  )),
  actor_id bigint,
  subject text,
  created_at timestamptz not null,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (repository_id, id),
  unique (repository_id, node_id),
  unique (repository_id, github_id),
  check (num_nonnulls(issue_id, pull_request_id) = 1),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, issue_id) references pulse.issues (repository_id, id) on delete cascade,
  foreign key (repository_id, pull_request_id) references pulse.pull_requests (repository_id, id) on delete cascade,
  foreign key (workspace_id, actor_id) references pulse.accounts (workspace_id, id)
);
create index timeline_events_by_issue on pulse.timeline_events (repository_id, issue_id, created_at) where issue_id is not null;
create index timeline_events_by_pull_request on pulse.timeline_events (repository_id, pull_request_id, created_at) where pull_request_id is not null;
comment on column pulse.timeline_events.subject is 'what the event names: a label, a login, a milestone, the new title or commit';
