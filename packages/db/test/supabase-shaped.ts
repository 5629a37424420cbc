/** What a Supabase project has before we come, as far as it could be in the way. */
export const supabaseRoles = `
  create role anon nologin noinherit;
  create role authenticated nologin noinherit;
  create role service_role nologin noinherit bypassrls;
  create role supabase_auth_admin nologin noinherit createrole;
  create role tenant login createrole createdb password 'tenant';
  grant anon, authenticated, service_role to tenant;
`;

export const supabaseObjects = `
  create schema extensions;
  create schema auth authorization supabase_auth_admin;
  grant usage on schema auth to anon, authenticated, service_role, tenant;
  set role supabase_auth_admin;
  create table auth.users (id uuid primary key, email text);
  create function auth.uid() returns uuid language sql stable as $$
    select coalesce(
      nullif(current_setting('request.jwt.claim.sub', true), ''),
      (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')
    )::uuid
  $$;
  create function auth.jwt() returns jsonb language sql stable as $$
    select nullif(current_setting('request.jwt.claims', true), '')::jsonb
  $$;
  reset role;
  grant all on schema public to tenant, anon, authenticated, service_role;
  alter default privileges in schema public grant all on tables to tenant, anon, authenticated, service_role;
  alter default privileges for role tenant in schema public grant all on tables to anon, authenticated, service_role;
  create table public.workspaces (id uuid primary key, name text);
  create table public.repositories (id int, name text);
  create table public.schema_migrations (version text primary key);
  insert into public.schema_migrations values ('20200101');
  create function public.current_user_id() returns int language sql as 'select 7';
  create schema supabase_migrations;
  create table supabase_migrations.schema_migrations (version text primary key);
`;
