-- Takes back schemas and functions. The roles stay: they belong to the whole server and other databases may use them.
drop function pulse.current_user_id();
drop function pulse.current_claims();
drop schema identity;
drop schema metrics;
revoke usage on schema pulse from authenticated, service_role;

do $$
begin
  if (select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = 'auth') = 'made by pulse' then
    drop function auth.uid();
    drop function auth.jwt();
    drop schema auth;
  end if;
end
$$;
