import { queryAs } from "../src/testing/query-as.ts";

// Facts that belong to a workspace as a whole, or are the repository.
const withoutRepository = ["accounts", "repositories", "team_members", "teams"];
// The tenants themselves, what belongs to the installation (a delivery to its own address can concern several workspaces) or to a person, and the
// migrator's own.
const withoutWorkspace = ["schema_migrations", "user_preferences", "webhook_deliveries", "workers", "workspaces"];

const tables = `
  select relation.*, schema.nspname, format('%I.%I', schema.nspname, relation.relname) as name
  from pg_class as relation
  join pg_namespace as schema on schema.oid = relation.relnamespace
  where schema.nspname in ('pulse', 'identity')
    and relation.relkind in ('r', 'p')`;

const hasColumn = (column: string): string => `
  exists (
    select from pg_attribute
    where attrelid = relation.oid and attname = '${column}' and attnotnull and not attisdropped
  )`;

const faults: readonly string[] = [
  `select name || ': row level security is off' as fault from (${tables}) as relation where not relrowsecurity`,
  `select name || ': row level security is not forced, so its owner passes' as fault from (${tables}) as relation where not relforcerowsecurity`,
  `select name || ': there is no policy' as fault
   from (${tables}) as relation
   where not exists (select from pg_policy where polrelid = relation.oid)`,
  `select name || ': there is no policy of its own for service_role' as fault
   from (${tables}) as relation
   where not exists (
     select from pg_policy where polrelid = relation.oid and 'service_role'::regrole::oid = any (polroles)
   )`,
  `select format('%s: policy %s lets everybody through', relation.name, policy.polname) as fault
   from (${tables}) as relation
   join pg_policy as policy on policy.polrelid = relation.oid
   where 'service_role'::regrole::oid <> all (policy.polroles)
     and 'true' in (pg_get_expr(policy.polqual, policy.polrelid), pg_get_expr(policy.polwithcheck, policy.polrelid))`,
  `select name || ': a fact without workspace_id' as fault
   from (${tables}) as relation
   where nspname = 'pulse' and relname <> all ($1) and not ${hasColumn("workspace_id")}`,
  `select name || ': a fact without repository_id' as fault
   from (${tables}) as relation
   where nspname = 'pulse' and relname <> all ($2) and ${hasColumn("fetched_at")} and not ${hasColumn("repository_id")}`,
  `select format('%s: %s may %s', relation.oid::regclass, coalesce(nullif(grantee, 0)::regrole::text, 'everybody'), lower(privilege_type)) as fault
   from pg_class as relation
   cross join lateral aclexplode(relacl)
   where relnamespace in (select oid from pg_namespace where nspname in ('pulse', 'identity', 'metrics', 'jobs'))
     and grantee in (0, 'anon'::regrole::oid)`,
  `select format('schema %s: %s may %s', nspname, coalesce(nullif(grantee, 0)::regrole::text, 'everybody'), lower(privilege_type)) as fault
   from pg_namespace
   cross join lateral aclexplode(nspacl)
   where nspname in ('pulse', 'identity', 'metrics', 'jobs')
     and grantee in (0, 'anon'::regrole::oid)`,
  `select oid::regclass || ': a view with its owner''s rights' as fault
   from pg_class
   where relkind = 'v'
     and relnamespace in (select oid from pg_namespace where nspname in ('pulse', 'identity', 'metrics'))
     and not coalesce(reloptions, '{}') && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1']`,
  `select oid::regclass || ': a materialized view knows no policies' as fault
   from pg_class
   where relkind = 'm'
     and relnamespace in (select oid from pg_namespace where nspname in ('pulse', 'identity', 'metrics'))`,
  `select oid::regprocedure || ': security definer without a search_path of its own' as fault
   from pg_proc
   where prosecdef
     and pronamespace in (select oid from pg_namespace where nspname in ('pulse', 'identity', 'metrics'))
     and not exists (select from unnest(proconfig) as setting where setting like 'search_path=%')`,
  `select oid::regprocedure || ': everybody may call it' as fault
   from pg_proc
   where pronamespace in (select oid from pg_namespace where nspname in ('pulse', 'identity', 'metrics'))
     and exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee in (0, 'anon'::regrole::oid))`,
];

/** Everything in our schemas that is open wider than the design allows, found by walking the catalogue. */
export async function listSecurityFaults(url: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const query of faults) {
    const named = query.replace("$1", arrayOf(withoutWorkspace)).replace("$2", arrayOf(withoutRepository));
    const rows = await queryAs<{ fault: string }>(url, `${named} order by 1`);
    found.push(...rows.map((row) => row.fault));
  }
  return found;
}

function arrayOf(names: readonly string[]): string {
  return `array[${names.map((name) => `'${name}'`).join(", ")}]`;
}
