-- Opens the fact tables again, as they were made.
do $$
declare
  fact text;
begin
  for fact in
    select relname
    from pg_class
    where relnamespace = 'pulse'::regnamespace
      and relkind = 'r'
      and relname not in ('workspaces', 'memberships', 'workers', 'schema_migrations')
  loop
    execute format('drop policy service on pulse.%I', fact);
    execute format('drop policy members_read on pulse.%I', fact);
    execute format('revoke all on pulse.%I from authenticated, service_role', fact);
    execute format('alter table pulse.%I no force row level security', fact);
    execute format('alter table pulse.%I disable row level security', fact);
  end loop;
end
$$;
