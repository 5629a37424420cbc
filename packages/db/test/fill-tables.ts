import { queryAs } from "../src/testing/query-as.ts";

export type Tenant = { readonly id: number; readonly userId: string };

type Column = {
  readonly table: string;
  readonly name: string;
  readonly kind: string;
  readonly isArray: boolean;
  readonly type: string;
};

const tables = `
  select relation.oid
  from pg_class as relation
  where relation.relnamespace in (select oid from pg_namespace where nspname in ('pulse', 'identity'))
    and relation.relkind in ('r', 'p')
    and relation.relname <> 'schema_migrations'`;

/** Tables of `pulse` and `identity` as the catalogue has them, but for the migrator's own. */
export async function listTables(superUrl: string): Promise<readonly string[]> {
  const rows = await queryAs<{ name: string }>(
    superUrl,
    `select oid::regclass::text as name from (${tables}) as relation order by 1`,
  );
  return rows.map((row) => row.name);
}

/**
 * Puts one row per tenant into every table, whatever its columns: values follow from the types, and a tenant's numbers are all its own
 * id. Checks and foreign keys are out of the way, since only policies are looked at afterwards.
 */
export async function fillTables(superUrl: string, tenants: readonly Tenant[]): Promise<void> {
  const columnsByTable = Map.groupBy(await listColumns(superUrl), (column) => column.table);
  const inserts = [...columnsByTable].flatMap(([table, columns]) => {
    const names = columns.map((column) => `"${column.name}"`).join(", ");
    return tenants.map((tenant) => {
      const values = columns.map((column) => valueFor(column, tenant)).join(", ");
      return `insert into ${table} (${names}) overriding system value values (${values})`;
    });
  });
  await queryAs(superUrl, [dropChecks, "set session_replication_role = replica", ...inserts].join(";\n"));
}

const dropChecks = `
  do $$
  declare
    con record;
  begin
    for con in
      select conrelid::regclass as relation, conname
      from pg_constraint
      where contype = 'c' and conrelid <> 0 and connamespace in (select oid from pg_namespace where nspname in ('pulse', 'identity'))
    loop
      execute format('alter table %s drop constraint %I', con.relation, con.conname);
    end loop;
  end
  $$`;

async function listColumns(superUrl: string): Promise<readonly Column[]> {
  return await queryAs<Column>(
    superUrl,
    `select
       attribute.attrelid::regclass::text as table,
       attribute.attname as name,
       type.typcategory as kind,
       type.typcategory = 'A' as "isArray",
       format_type(attribute.atttypid, null) as type
     from pg_attribute as attribute
     join pg_type as type on type.oid = attribute.atttypid
     where attribute.attrelid in (select oid from (${tables}) as relation)
       and attribute.attnum > 0
       and not attribute.attisdropped
       and attribute.attgenerated = ''
       and (attribute.attnotnull and not attribute.atthasdef or attribute.attname in ('workspace_id', 'repository_id', 'user_id'))
     order by attribute.attrelid::regclass::text, attribute.attnum`,
  );
}

function valueFor(column: Column, tenant: Tenant): string {
  if (column.isArray) return "'{}'";
  if (column.type === "uuid") return `'${tenant.userId}'`;
  if (column.type === "bytea") return `'\\x0${tenant.id}'`;
  if (column.type === "json" || column.type === "jsonb") return "'{}'";
  if (column.kind === "N") return String(tenant.id);
  if (column.kind === "D") return `'2020-01-0${tenant.id}'`;
  if (column.kind === "T") return `'${tenant.id} hours'`;
  if (column.kind === "B") return "true";
  if (column.kind === "E") return `enum_first(null::${column.type})`;
  return `'tenant ${tenant.id}'`;
}
