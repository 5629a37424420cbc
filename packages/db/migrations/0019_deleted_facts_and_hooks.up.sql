-- What was deleted on GitHub, so that a delivery that comes late does not bring it back; what deliveries do not hold and sync is to read; and
-- the hooks that we made, so that what they failed to deliver is asked for.
create table pulse.deleted_facts (
  workspace_id bigint not null,
  repository_id bigint not null,
  kind text not null check (kind in ('issue_comment', 'review_comment', 'label', 'milestone', 'release')),
  github_id bigint not null,
  deleted_at timestamptz not null,
  primary key (repository_id, kind, github_id),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);
create index deleted_facts_by_deleted on pulse.deleted_facts (deleted_at);
comment on table pulse.deleted_facts is 'by GitHub''s ids, which are never used again; kept for as long as deliveries are';

create table pulse.refresh_requests (
  workspace_id bigint not null,
  repository_id bigint not null primary key,
  reason text not null,
  asked_at timestamptz not null default now(),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);
comment on table pulse.refresh_requests is 'becomes a queued sync run at most once a minute: a busy repository must not eat its quota';

create table pulse.webhook_hooks (
  workspace_id bigint not null,
  connection_id bigint not null,
  hook_id bigint not null check (hook_id > 0),
  target text not null check (target ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,38}(/[A-Za-z0-9._-]{1,100})?$'),
  url text not null,
  events text[] not null,
  created_at timestamptz not null default now(),
  checked_at timestamptz,
  check_detail text,
  primary key (connection_id, hook_id),
  foreign key (workspace_id, connection_id) references pulse.connections (workspace_id, id) on delete cascade
);
comment on column pulse.webhook_hooks.target is 'the repository as owner/name, or the organisation';
comment on column pulse.webhook_hooks.check_detail is 'what the last look at GitHub''s list of deliveries found; null: nothing was missed';

do $$
declare
  name text;
begin
  foreach name in array array['deleted_facts', 'refresh_requests', 'webhook_hooks'] loop
    execute format('alter table pulse.%I enable row level security', name);
    execute format('alter table pulse.%I force row level security', name);
    execute format('create policy service on pulse.%I to service_role using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on pulse.%I to service_role', name);
  end loop;
end
$$;
create policy members_read on pulse.webhook_hooks for select to authenticated using (workspace_id = (select pulse.current_workspace_id()));
grant select on pulse.webhook_hooks to authenticated;
