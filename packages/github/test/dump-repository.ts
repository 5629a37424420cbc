import { withService, type Db, type Tx } from "@pulse/db";
import { sql } from "kysely";

type Row = Readonly<Record<string, unknown>>;

const tables = [
  "issues",
  "pull_requests",
  "issue_comments",
  "issue_actors",
  "reviews",
  "review_comments",
  "pull_request_actors",
  "review_requests",
  "timeline_events",
  "labels",
  "milestones",
  "releases",
  "workflows",
  "workflow_runs",
  "workflow_jobs",
  "workflow_steps",
  "deployments",
  "deployment_statuses",
  "repository_days",
] as const;

// What refers to another row of the repository, by what GitHub calls that row.
const references: Readonly<Record<string, readonly [table: string, name: string]>> = {
  issue_id: ["issues", "number"],
  pull_request_id: ["pull_requests", "number"],
  review_id: ["reviews", "node_id"],
  milestone_id: ["milestones", "number"],
  workflow_id: ["workflows", "github_id"],
  run_id: ["workflow_runs", "attempt"],
  job_id: ["workflow_jobs", "github_id"],
  deployment_id: ["deployments", "external_id"],
};

// Ours, or the time of a reading: these may differ with the order in which deliveries came.
const left = new Set(["id", "workspace_id", "repository_id", "fetched_at", "day_on"]);

/** Every fact of a repository as sorted lines, without what depends on when it was read, so that two repositories can be compared. */
export async function dumpRepository(
  db: Db,
  repositoryId: number,
): Promise<Readonly<Record<string, readonly string[]>>> {
  return await withService(db, async (tx) => {
    const rows = new Map<string, readonly Row[]>();
    for (const table of tables) rows.set(table, await readRows(tx, table, repositoryId));
    const nameOf = (column: string, id: unknown): unknown => {
      const [table, name] = references[column] ?? ["", ""];
      return rows.get(table)?.find((row) => row["id"] === id)?.[name] ?? null;
    };
    return Object.fromEntries(
      tables.map((table) => [table, (rows.get(table) ?? []).map((row) => lineOf(row, nameOf)).toSorted()]),
    );
  });
}

async function readRows(tx: Tx, table: string, repositoryId: number): Promise<readonly Row[]> {
  const found = await sql<{ row: Row }>`
    select to_jsonb(fact) as row
    from ${sql.id("pulse", table)} as fact
    where repository_id = ${repositoryId}
  `.execute(tx);
  return found.rows.map(({ row }) => row);
}

function lineOf(row: Row, nameOf: (column: string, id: unknown) => unknown): string {
  const kept = Object.entries(row).flatMap(([column, value]) => {
    if (left.has(column)) return [];
    if (column === "deleted_at") return [[column, value !== null]];
    return [[column, column in references && value !== null ? nameOf(column, value) : value]];
  });
  return JSON.stringify(Object.fromEntries(kept));
}
