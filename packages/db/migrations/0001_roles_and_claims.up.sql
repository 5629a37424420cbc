-- The roles that a request runs as, and the functions by which policies read its claims. Works where Supabase has made them and where nobody has.

-- Roles belong to the whole server, so another database may have made them a moment ago.
do $$
declare
  role_name text;
begin
  foreach role_name in array array['anon', 'authenticated', 'service_role'] loop
    begin
      if not exists (select from pg_roles where rolname = role_name) then
        execute format('create role %I nologin', role_name);
      end if;
    exception
      when duplicate_object or unique_violation then
        null;
      when insufficient_privilege then
        raise exception 'The role % is missing and % may not create it.', role_name, current_user
          using hint = 'Let an administrator run: create role anon nologin; create role authenticated nologin; create role service_role nologin; grant authenticated, service_role to '
            || quote_ident(current_user) || ';';
    end;
  end loop;

  -- The owner takes these roles on with `set role`; from PostgreSQL 16 it need not inherit their rights at other times.
  foreach role_name in array array['authenticated', 'service_role'] loop
    begin
      if not pg_has_role(current_user, role_name, 'set') then
        execute format('grant %I to current_user with inherit false, set true', role_name);
      end if;
    exception
      when invalid_parameter_value or syntax_error then
        if not pg_has_role(current_user, role_name, 'member') then
          execute format('grant %I to current_user', role_name);
        end if;
      when insufficient_privilege then
        raise exception 'The owner % is no member of the role %.', current_user, role_name
          using hint = 'Let an administrator run: grant authenticated, service_role to ' || quote_ident(current_user) || ';';
    end;
  end loop;
end
$$;

-- `auth.uid()` and `auth.jwt()` are Supabase's names; other programs on this database may expect them. Our policies do not.
do $$
begin
  if not exists (select from pg_namespace where nspname = 'auth') then
    create schema auth;
    create function auth.jwt() returns jsonb
      language sql stable
      as 'select nullif(current_setting(''request.jwt.claims'', true), '''')::jsonb';
    create function auth.uid() returns uuid
      language sql stable
      as 'select nullif(auth.jwt() ->> ''sub'', '''')::uuid';
    grant usage on schema auth to anon, authenticated, service_role;
    comment on schema auth is 'made by pulse';
  end if;
end
$$;

create schema metrics;
create schema identity;

grant usage on schema pulse, metrics to authenticated, service_role;
grant usage on schema identity to service_role;

create function pulse.current_claims() returns jsonb
  language sql stable
  return nullif(current_setting('request.jwt.claims', true), '')::jsonb;

create function pulse.current_user_id() returns uuid
  language sql stable
  return nullif(pulse.current_claims() ->> 'sub', '')::uuid;

revoke execute on all functions in schema pulse from public;
grant execute on all functions in schema pulse to authenticated, service_role;
