import type { Tx } from "@pulse/db";
import { sql } from "kysely";

/** `id` and `ids` point to rows that get other ids here, `cleared` to what does not come along; `workspace` becomes the one here, `computed` is never written. */
type ColumnKind = "id" | "ids" | "cleared" | "workspace" | "plain" | "computed";

export type TransferTable = {
  readonly name: string;
  /** Every column. */
  readonly columns: ReadonlyMap<string, ColumnKind>;
  /** Its rows point to each other, so that all of them are written at once. */
  readonly isTree: boolean;
};

/** What belongs to a workspace as a whole, and is told of its facts and not of its people. */
const ofWorkspace = ["accounts", "label_groups", "team_members", "teams", "repositories"];
/** Has a repository, and is the doing of the installation that it comes from. */
const ofInstallation = ["data_versions", "sync_runs", "events"];

type Found = {
  readonly name: string;
  readonly column: string;
  readonly isArray: boolean;
  readonly isIdentity: boolean;
  readonly isComputed: boolean;
  /** Of a foreign key. */
  readonly refersTo: string | null;
};

/**
 * The tables that come along from another installation: facts, rules and groups. Members, keys, connections, hooks, deliveries and the log
 * are left behind: they are about people and secrets of there.
 */
export async function listTransferTables(tx: Tx): Promise<ReadonlyMap<string, TransferTable | "left behind">> {
  const found = await sql<Found>`
    select
      relation.relname as name,
      attribute.attname as column,
      attribute.atttypid = 'bigint[]'::regtype as is_array,
      attribute.attidentity <> '' as is_identity,
      attribute.attgenerated <> '' as is_computed,
      (
        select target.relname
        from pg_constraint as reference
        join pg_class as target on target.oid = reference.confrelid
        where reference.conrelid = relation.oid
          and reference.contype = 'f'
          and attribute.attnum = any(reference.conkey)
          and attribute.attname <> 'workspace_id'
          and (cardinality(reference.conkey) = 1 or attribute.attname <> 'repository_id' or target.relname = 'repositories')
        order by target.relname
        limit 1
      ) as refers_to
    from pg_class as relation
    join pg_attribute as attribute
      on attribute.attrelid = relation.oid
      and attribute.attnum > 0
      and not attribute.attisdropped
    where relation.relnamespace = 'pulse'::regnamespace
      and relation.relkind in ('r', 'p')
    order by relation.relname, attribute.attnum
  `.execute(tx);
  const byName = Map.groupBy(found.rows, ({ name }) => name);
  const comesAlong = (name: string): boolean =>
    ofWorkspace.includes(name) ||
    (!ofInstallation.includes(name) && (byName.get(name) ?? []).some(({ column }) => column === "repository_id"));
  return new Map(
    [...byName].map(([name, columns]) => [
      name,
      comesAlong(name)
        ? {
            name,
            columns: new Map(columns.map((column) => [column.column, kindOf(column, comesAlong)])),
            isTree: columns.some(({ refersTo }) => refersTo === name),
          }
        : "left behind",
    ]),
  );
}

function kindOf(
  { column, isArray, isIdentity, isComputed, refersTo }: Found,
  comesAlong: (name: string) => boolean,
): ColumnKind {
  if (isComputed) return "computed";
  if (column === "workspace_id") return "workspace";
  if (isIdentity) return "id";
  if (refersTo !== null) return comesAlong(refersTo) ? "id" : "cleared";
  return isArray ? "ids" : "plain";
}
