-- Workspaces are the tenants: every fact belongs to one, and only its members read it.
create table pulse.workspaces (
  id bigint generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  name text not null check (name <> ''),
  time_zone text not null default 'UTC',
  bot_logins text[] not null default array['dependabot', 'github-actions', 'renovate'],
  ignored_paths text[] not null default '{}',
  response_sla interval not null default interval '48 hours' check (response_sla > interval '0'),
  created_at timestamptz not null default now()
);
comment on column pulse.workspaces.bot_logins is 'logins treated as bots beside those that GitHub marks; sources without account types need it';
comment on column pulse.workspaces.ignored_paths is 'patterns of files that do not count in the size of a pull request, as SQL like patterns';

create table pulse.memberships (
  workspace_id bigint not null references pulse.workspaces on delete cascade,
  user_id uuid not null,
  role text not null check (role in ('owner', 'admin', 'member', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (workspace_id, user_id)
);
create index memberships_by_user on pulse.memberships (user_id, workspace_id);

-- A claim to a workspace counts only for its members. Reads memberships as the caller, whose policy looks at claims alone: no recursion.
create function pulse.current_workspace_id() returns bigint
  language sql stable
  return (
    select membership.workspace_id
    from pulse.memberships as membership
    where membership.user_id = pulse.current_user_id()
      and membership.workspace_id = (pulse.current_claims() ->> 'workspace_id')::bigint
  );
revoke execute on function pulse.current_workspace_id() from public;
grant execute on function pulse.current_workspace_id() to authenticated, service_role;

-- Background processes, one row each; a beat older than half a minute means that it is gone.
create table pulse.workers (
  id uuid primary key,
  name text not null,
  version text not null,
  started_at timestamptz not null,
  beat_at timestamptz not null
);

alter table pulse.workspaces enable row level security;
alter table pulse.workspaces force row level security;
create policy service on pulse.workspaces to service_role using (true) with check (true);
create policy members_read on pulse.workspaces for select to authenticated using (id = (select pulse.current_workspace_id()));

alter table pulse.memberships enable row level security;
alter table pulse.memberships force row level security;
create policy service on pulse.memberships to service_role using (true) with check (true);
create policy own_read on pulse.memberships for select to authenticated using (user_id = (select pulse.current_user_id()));

alter table pulse.workers enable row level security;
alter table pulse.workers force row level security;
create policy service on pulse.workers to service_role using (true) with check (true);

grant select on pulse.workspaces, pulse.memberships to authenticated;
grant select, insert, update, delete on pulse.workspaces, pulse.memberships, pulse.workers to service_role;
