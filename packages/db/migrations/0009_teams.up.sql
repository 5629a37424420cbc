-- Teams with their history: who belonged to which team when something happened.
create table pulse.teams (
  id bigint generated always as identity,
  workspace_id bigint not null references pulse.workspaces on delete cascade,
  github_id bigint,
  node_id text,
  slug text not null check (slug <> ''),
  name text not null,
  parent_id bigint,
  deleted_at timestamptz,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, slug),
  unique (workspace_id, github_id),
  foreign key (workspace_id, parent_id) references pulse.teams (workspace_id, id) on delete set null (parent_id)
);

create table pulse.team_members (
  workspace_id bigint not null,
  team_id bigint not null,
  account_id bigint not null,
  member_from timestamptz not null,
  member_to timestamptz,
  updated_at timestamptz,
  fetched_at timestamptz not null,
  primary key (workspace_id, team_id, account_id, member_from),
  check (member_to > member_from),
  foreign key (workspace_id, team_id) references pulse.teams (workspace_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references pulse.accounts (workspace_id, id)
);
create index team_members_by_account on pulse.team_members (workspace_id, account_id);
