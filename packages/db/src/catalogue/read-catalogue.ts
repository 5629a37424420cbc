import type { Session } from "../migrate/with-session.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";
import { dropLonelyPrefix } from "./canonical-view.ts";
import { listExtensions, listRoutines, listSequences, listTypes } from "./list-free-objects.ts";
import { listDefaultGrants, listGrants } from "./list-grants.ts";
import { listColumns, listRelations, listSchemas } from "./list-relations.ts";
import {
  listConstraints,
  listIndexes,
  listPolicies,
  listRules,
  listStatistics,
  listTriggers,
} from "./list-table-parts.ts";

/** The schemas whose every detail the migrations decide; `jobs` is the queue library's own. */
export const ownSchemas: readonly string[] = ["identity", "metrics", "pulse"];

const queries: readonly string[] = [
  listSchemas,
  listExtensions,
  listTypes,
  listSequences,
  listRelations,
  listColumns,
  listConstraints,
  listIndexes,
  listTriggers,
  listRules,
  listPolicies,
  listStatistics,
  listRoutines,
  listGrants,
  listDefaultGrants,
];
const kindsInOrder = [
  "schema",
  "extension",
  "type",
  "sequence",
  "table",
  "foreign",
  "view",
  "materialized",
  "function",
  "procedure",
  "aggregate",
];

/** Reads every item of these schemas in one snapshot, as the same text on every supported server and for every owner's name. */
export async function readCatalogue(session: Session, schemas: readonly string[]): Promise<readonly CatalogueEntry[]> {
  // Without a search path every name is written out; the other settings decide how values in defaults are written.
  await session.query(
    `begin transaction isolation level repeatable read read only;
     set local search_path = '';
     set local timezone = 'UTC';
     set local datestyle = 'ISO, YMD';
     set local intervalstyle = 'postgres';
     set local bytea_output = 'hex';
     set local jit = off`,
  );
  try {
    const ownerId = await readOwnerId(session);
    const entries: CatalogueEntry[] = [];
    for (const query of queries) {
      const parameters = query.includes("$2") ? [schemas, ownerId] : [schemas];
      const { rows } = await session.query<CatalogueEntry>(query, parameters);
      entries.push(...(query === listColumns ? rows : rows.toSorted((a, b) => compareText(a.item, b.item))));
    }
    return sortByObject((await isBefore16(session)) ? entries.map(withNewerViewText) : entries);
  } finally {
    await session.query("rollback");
  }
}

/** Every schema that is not PostgreSQL's own. */
export async function listOtherSchemas(session: Session): Promise<readonly string[]> {
  const result = await session.query<{ name: string }>(
    `select nspname as name
     from pg_namespace
     where nspname <> 'information_schema'
       and nspname !~ '^pg_'
     order by nspname`,
  );
  return result.rows.map((row) => row.name);
}

async function readOwnerId(session: Session): Promise<number> {
  const result = await session.query<{ id: number }>(
    `select coalesce(
       (select nspowner from pg_namespace where nspname = 'pulse'),
       (select oid from pg_roles where rolname = current_user)
     ) as id`,
  );
  return result.rows[0]?.id ?? 0;
}

async function isBefore16(session: Session): Promise<boolean> {
  const found = await session.query("select where current_setting('server_version_num')::int < 160000");
  return found.rowCount === 1;
}

function withNewerViewText(entry: CatalogueEntry): CatalogueEntry {
  const isView = /^(materialized )?view /.test(entry.object) && entry.item === "definition";
  return isView ? { ...entry, definition: dropLonelyPrefix(entry.definition) } : entry;
}

// Within an object the order of the queries stays. Names are compared here, since databases differ in how they sort text.
function sortByObject(entries: readonly CatalogueEntry[]): readonly CatalogueEntry[] {
  const rank = (entry: CatalogueEntry) => kindsInOrder.indexOf(entry.object.split(" ")[0] ?? "");
  return entries.toSorted((a, b) => rank(a) - rank(b) || compareText(a.object, b.object));
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
