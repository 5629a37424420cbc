import type { Db } from "@pulse/db";
import { sql, type RawBuilder } from "kysely";

import { fillOwner, type FillSize } from "./sizes.ts";

type Copy = {
  readonly sourceId: number;
  readonly repositoryId: number;
  readonly name: string;
  readonly workspaceId: number;
  /** What the ids of the copy's rows lie above those of its source, so that none meets another. */
  readonly shift: number;
  readonly accountShift: number;
};

type Table = { readonly name: string; readonly columns: readonly string[] };

type CopyInput = {
  readonly size: FillSize;
  readonly workspaceIds: readonly number[];
  readonly say: (text: string) => void;
};

const idStride = 10_000_000;
const accountStride = 100_000_000;

const rowIds: readonly string[] = [
  "id",
  "issue_id",
  "pull_request_id",
  "review_id",
  "deployment_id",
  "milestone_id",
  "workflow_id",
  "run_id",
  "job_id",
];
const accountIds: readonly string[] = [
  "author_id",
  "account_id",
  "actor_id",
  "merged_by_id",
  "requested_by_id",
  "creator_id",
  "pull_request_author_id",
  "first_act_account_id",
];
const accountLists: readonly string[] = ["assignee_ids", "other_ids"];

/** Makes the other repositories of every workspace as copies of those that are there, one after another as imports would lie on disk. */
export async function copyRepositories(db: Db, { size, workspaceIds, say }: CopyInput): Promise<void> {
  await copyAccounts(db, workspaceIds);
  const copies = await planCopies(db, { size, workspaceIds });
  const tables = await listTables(db);
  for (const [index, copy] of copies.entries()) {
    if (index % 25 === 0) say(`${size.name}: copy ${index + 1} of ${copies.length}`);
    await db.transaction().execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx);
      await sql`
        insert into pulse.repositories (id, workspace_id, owner, name, default_branch, fetched_at)
        overriding system value
        select ${copy.repositoryId}, ${copy.workspaceId}, owner, ${copy.name}, default_branch, fetched_at
        from pulse.repositories
        where id = ${copy.sourceId}
      `.execute(tx);
      for (const table of tables) await copyRows(table, copy).execute(tx);
    });
  }
}

async function copyAccounts(db: Db, workspaceIds: readonly number[]): Promise<void> {
  const [first, ...others] = workspaceIds;
  for (const [index, workspaceId] of others.entries()) {
    await sql`
      insert into pulse.accounts (id, workspace_id, login, name, type, fetched_at)
      overriding system value
      select id + ${(index + 1) * accountStride}, ${workspaceId}, login, name, type, fetched_at
      from pulse.accounts
      where workspace_id = ${first}
    `.execute(db);
  }
}

async function planCopies(
  db: Db,
  { size, workspaceIds }: Pick<CopyInput, "size" | "workspaceIds">,
): Promise<readonly Copy[]> {
  const found = await sql<{ readonly id: number }>`
    select id
    from pulse.repositories
    where owner = ${fillOwner}
    order by id
  `.execute(db);
  const sources = found.rows.map((row) => row.id);
  const lastId = Math.max(...sources);
  const total = workspaceIds.length * size.repositories;
  return Array.from({ length: total - sources.length }, (_, index): Copy => {
    const place = sources.length + index;
    const workspace = Math.floor(place / size.repositories);
    return {
      sourceId: sources[place % sources.length] ?? 0,
      repositoryId: lastId + index + 1,
      name: `repo-${String(place + 1).padStart(4, "0")}`,
      workspaceId: workspaceIds[workspace] ?? 0,
      shift: place * idStride,
      accountShift: workspace * accountStride,
    };
  });
}

async function listTables(db: Db): Promise<readonly Table[]> {
  const found = await sql<Table>`
    select listed.table_name as name, array_agg(listed.column_name::text order by listed.ordinal_position) as columns
    from information_schema.columns as listed
    join information_schema.tables as relation using (table_schema, table_name)
    where listed.table_schema = 'pulse'
      and relation.table_type = 'BASE TABLE'
      and listed.is_generated = 'NEVER'
    group by listed.table_name
    having bool_or(listed.column_name = 'repository_id')
    order by listed.table_name
  `.execute(db);
  return found.rows;
}

function copyRows({ name, columns }: Table, copy: Copy): RawBuilder<unknown> {
  const table = sql.id("pulse", name);
  return sql`
    insert into ${table} (${sql.join(columns.map((column) => sql.id(column)))})
    overriding system value
    select ${sql.join(columns.map((column) => copied(column, copy)))}
    from ${table}
    where repository_id = ${copy.sourceId}
  `;
}

function copied(column: string, copy: Copy): RawBuilder<unknown> {
  const name = sql.id(column);
  if (column === "repository_id") return sql`${copy.repositoryId}::bigint`;
  if (column === "workspace_id") return sql`${copy.workspaceId}::bigint`;
  if (rowIds.includes(column)) return sql`${name} + ${copy.shift}::bigint`;
  // Below zero stands whoever has no account.
  if (column === "person") return sql`case when person >= 0 then person + ${copy.accountShift}::bigint else person end`;
  if (accountIds.includes(column)) return sql`${name} + ${copy.accountShift}::bigint`;
  if (accountLists.includes(column)) {
    return copy.accountShift === 0
      ? sql`${name}`
      : sql`array(select id + ${copy.accountShift}::bigint from unnest(${name}) as id)`;
  }
  return sql`${name}`;
}
