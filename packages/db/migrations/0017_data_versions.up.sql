-- Counts the states of each repository's facts, so that an answer can be kept for as long as nothing that it was computed from has changed.
create table pulse.data_versions (
  workspace_id bigint not null references pulse.workspaces on delete cascade,
  repository_id bigint,
  version bigint not null,
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  unique nulls not distinct (workspace_id, repository_id)
);
comment on column pulse.data_versions.repository_id is 'null: the accounts of the workspace, which its repositories share';

-- What a transaction has touched. Counted when it commits, so that two that touch the same repositories meet only then.
create unlogged table pulse.data_changes (
  workspace_id bigint not null,
  repository_id bigint,
  changed_by xid8 not null default pg_current_xact_id(),
  unique nulls not distinct (workspace_id, repository_id, changed_by)
);

do $$
declare
  name text;
begin
  foreach name in array array['data_versions', 'data_changes'] loop
    execute format('alter table pulse.%I enable row level security', name);
    execute format('alter table pulse.%I force row level security', name);
    execute format('create policy service on pulse.%I to service_role using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on pulse.%I to service_role', name);
  end loop;
end
$$;
create policy members_read on pulse.data_versions for select to authenticated using (workspace_id = (select pulse.current_workspace_id()));
grant select on pulse.data_versions to authenticated;

-- What goes with a deleted row is told by that row.
create function pulse.mark_data_changes() returns trigger
  language plpgsql
as $$
begin
  if not pulse.is_cascade(tg_relid) then
    insert into pulse.data_changes (workspace_id, repository_id)
    select distinct workspace_id, repository_id
    from changed
    order by repository_id
    on conflict do nothing;
  end if;
  return null;
end
$$;

create function pulse.mark_account_change() returns trigger
  language plpgsql
as $$
begin
  insert into pulse.data_changes (workspace_id, repository_id)
  values (new.workspace_id, null)
  on conflict do nothing;
  return null;
end
$$;

create function pulse.count_data_change() returns trigger
  language plpgsql
as $$
begin
  insert into pulse.data_versions as counted (workspace_id, repository_id, version)
  select new.workspace_id, new.repository_id, 1
  where new.repository_id is null
    or exists (
      select
      from pulse.repositories
      where workspace_id = new.workspace_id
        and id = new.repository_id
    )
  on conflict (workspace_id, repository_id) do update set version = counted.version + 1;
  delete from pulse.data_changes
  where workspace_id = new.workspace_id
    and repository_id is not distinct from new.repository_id
    and changed_by = new.changed_by;
  return null;
end
$$;

revoke execute on function pulse.mark_data_changes(), pulse.mark_account_change(), pulse.count_data_change() from public;
grant execute on function pulse.mark_data_changes(), pulse.mark_account_change(), pulse.count_data_change() to service_role;

create constraint trigger count_data_change
  after insert on pulse.data_changes
  deferrable initially deferred
  for each row execute function pulse.count_data_change();

-- Every table of facts: what was read from GitHub, and who acted on which item.
do $$
declare
  name text;
begin
  for name in
    select relation.relname
    from pg_class as relation
    where relation.relnamespace = 'pulse'::regnamespace
      and relation.relkind in ('r', 'p')
      and exists (select from pg_attribute where attrelid = relation.oid and attname = 'repository_id' and attnotnull)
      and (
        relation.relname in ('issue_actors', 'pull_request_actors')
        or exists (select from pg_attribute where attrelid = relation.oid and attname = 'fetched_at')
      )
    order by relation.relname
  loop
    execute format(
      'create trigger count_inserted after insert on pulse.%I
        referencing new table as changed for each statement execute function pulse.mark_data_changes()',
      name
    );
    execute format(
      'create trigger count_updated after update on pulse.%I
        referencing new table as changed for each statement execute function pulse.mark_data_changes()',
      name
    );
    execute format(
      'create trigger count_deleted after delete on pulse.%I
        referencing old table as changed for each statement execute function pulse.mark_data_changes()',
      name
    );
  end loop;
end
$$;

-- A new account changes no answer before it acts, and one that goes no longer does.
create trigger count_renamed after update on pulse.accounts
  for each row
  when ((old.login, old.name, old.avatar_url, old.is_bot) is distinct from (new.login, new.name, new.avatar_url, new.is_bot))
  execute function pulse.mark_account_change();
