-- Logins that an administrator or the settings made stay without rights; the role pulse_bi stays, since other databases of the server may use it.
do $$
declare
  held record;
begin
  for held in
    select polrelid::regclass as name
    from pg_policy
    where polname = 'bi_reads'
  loop
    execute format('drop policy bi_reads on %s', held.name);
  end loop;
  for held in
    select oid::regclass as name
    from pg_class
    where relnamespace in ('pulse'::regnamespace, 'metrics'::regnamespace)
      and relkind in ('r', 'v')
      and has_any_column_privilege('pulse_bi', oid, 'select')
  loop
    execute format('revoke all on %s from pulse_bi', held.name);
  end loop;
  for held in
    select distinct routine.oid::regprocedure as name
    from pg_proc as routine
    cross join lateral aclexplode(routine.proacl) as acl
    where routine.pronamespace in ('pulse'::regnamespace, 'metrics'::regnamespace)
      and acl.grantee = 'pulse_bi'::regrole
  loop
    execute format('revoke all on function %s from pulse_bi', held.name);
  end loop;
end
$$;
revoke usage on schema metrics from pulse_bi;
drop view metrics.repositories;
drop function pulse.bi_workspace_id();
drop table pulse.bi_logins;
