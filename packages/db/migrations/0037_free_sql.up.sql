-- Lets a workspace that wants it be asked in SQL, by logins that read the views of one workspace and nothing else, whatever a statement sets.

-- As in 0001: roles belong to the whole server.
do $$
begin
  if not exists (select from pg_roles where rolname = 'pulse_bi') then
    create role pulse_bi nologin;
  end if;
exception
  when duplicate_object or unique_violation then
    null;
  when insufficient_privilege then
    raise exception 'The role pulse_bi is missing and % may not create it.', current_user
      using hint = 'Let an administrator run: create role pulse_bi nologin;';
end
$$;

-- Members of pulse_bi by name: what a statement cannot change is who logged in. Passwords are made from the installation's key, and kept nowhere.
create table pulse.bi_logins (
  workspace_id bigint primary key references pulse.workspaces on delete cascade,
  role_name text not null unique,
  created_at timestamptz not null default now()
);
comment on table pulse.bi_logins is 'there is one exactly where a workspace lets itself be asked in SQL';

alter table pulse.bi_logins enable row level security;
alter table pulse.bi_logins force row level security;
create policy service on pulse.bi_logins to service_role using (true) with check (true);
create policy own_read on pulse.bi_logins for select to pulse_bi using (role_name = session_user);
create policy members_read on pulse.bi_logins for select to authenticated using (workspace_id = (select pulse.current_workspace_id()));
grant select, insert, update, delete on pulse.bi_logins to service_role;
grant select on pulse.bi_logins to authenticated;
grant select (workspace_id, role_name) on pulse.bi_logins to pulse_bi;

create function pulse.bi_workspace_id() returns bigint
  language sql stable
  return (select login.workspace_id from pulse.bi_logins as login where login.role_name = session_user);
revoke execute on function pulse.bi_workspace_id() from public;
grant execute on function pulse.bi_workspace_id() to pulse_bi, service_role;

-- The other views name repositories by number alone.
create view metrics.repositories with (security_invoker = true) as
  select
    repository.workspace_id, repository.id as repository_id, repository.owner, repository.name, repository.full_name,
    repository.visibility, repository.is_archived, repository.is_fork, repository.pushed_at
  from pulse.repositories as repository;
comment on view metrics.repositories is 'what repository_id of the other views stands for';
grant select on metrics.repositories to authenticated, service_role;

-- Views ask with the rights of who asks, so those need what the views are made of: exactly these columns. They cannot name them, though, because
-- schema pulse stays closed to them.
grant usage on schema metrics to pulse_bi;
do $$
declare
  needed record;
begin
  for needed in
    select oid::regclass as name
    from pg_class
    where relnamespace = 'metrics'::regnamespace
      and relkind = 'v'
  loop
    execute format('grant select on %s to pulse_bi', needed.name);
  end loop;
  for needed in
    select
      part.refobjid::regclass as name,
      string_agg(distinct quote_ident(attribute.attname), ', ' order by quote_ident(attribute.attname)) as columns
    from pg_class as view
    join pg_rewrite as rule on rule.ev_class = view.oid
    join pg_depend as part
      on part.classid = 'pg_rewrite'::regclass
      and part.objid = rule.oid
      and part.refclassid = 'pg_class'::regclass
    join pg_class as relation
      on relation.oid = part.refobjid
      and relation.relnamespace = 'pulse'::regnamespace
    join pg_attribute as attribute
      on attribute.attrelid = relation.oid
      and attribute.attnum = part.refobjsubid
      and attribute.attnum > 0
    where view.relnamespace = 'metrics'::regnamespace
    group by part.refobjid
  loop
    execute format('grant select (%s) on %s to pulse_bi', needed.columns, needed.name);
  end loop;
  for needed in
    select distinct part.refobjid::regprocedure as name
    from pg_class as view
    join pg_rewrite as rule on rule.ev_class = view.oid
    join pg_depend as part
      on part.classid = 'pg_rewrite'::regclass
      and part.objid = rule.oid
      and part.refclassid = 'pg_proc'::regclass
    join pg_proc as routine
      on routine.oid = part.refobjid
      and routine.pronamespace in ('pulse'::regnamespace, 'metrics'::regnamespace)
    where view.relnamespace = 'metrics'::regnamespace
  loop
    execute format('grant execute on function %s to pulse_bi', needed.name);
  end loop;
end
$$;
grant select (id, deleted_at, access) on pulse.repositories to pulse_bi;

-- The same rows as a member's, but for repositories that GitHub hides from us: every number leaves these out when it is asked for.
create policy bi_reads on pulse.workspaces for select to pulse_bi using (id = (select pulse.bi_workspace_id()));
create policy bi_reads on pulse.repositories for select to pulse_bi using (
  workspace_id = (select pulse.bi_workspace_id())
  and deleted_at is null
  and access not in ('private', 'forbidden', 'deleted', 'uninstalled')
);
do $$
declare
  fact record;
begin
  for fact in
    select
      relation.oid::regclass as name,
      exists (
        select from pg_attribute where attrelid = relation.oid and attname = 'repository_id' and attnotnull
      ) as is_of_repository
    from pg_class as relation
    where relation.relnamespace = 'pulse'::regnamespace
      and relation.relkind = 'r'
      and has_any_column_privilege('pulse_bi', relation.oid, 'select')
      and relation.relname not in ('workspaces', 'repositories', 'bi_logins')
  loop
    execute format(
      'create policy bi_reads on %s for select to pulse_bi using (workspace_id = (select pulse.bi_workspace_id())%s)',
      fact.name,
      case when fact.is_of_repository then ' and repository_id in (select repository.id from pulse.repositories as repository)' end
    );
  end loop;
end
$$;
