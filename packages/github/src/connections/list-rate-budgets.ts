import type { Tx } from "@pulse/db";
import { sql } from "kysely";

export type RateBudget = {
  readonly connectionId: number;
  readonly resource: "core" | "graphql" | "search";
  /** Null where the server has no limit, or has not told it yet. */
  readonly quota: number | null;
  readonly remaining: number | null;
  readonly resetAt: Date | null;
  readonly pausedUntil: Date | null;
  readonly pauseReason: string | null;
};

/** What is left of the limits of a workspace's connections, and how many repositories each one reads. */
export async function listRateBudgets(
  tx: Tx,
  workspaceId: number,
): Promise<{ readonly limits: readonly RateBudget[]; readonly repositories: ReadonlyMap<number, number> }> {
  const limits = await sql<RateBudget>`
    select connection_id, resource, quota, remaining, reset_at, paused_until, pause_reason
    from pulse.rate_budgets
    where workspace_id = ${workspaceId}
    order by connection_id, resource
  `.execute(tx);
  const counted = await sql<{ connectionId: number; count: number }>`
    select connection_id, count(*) as count
    from pulse.repositories
    where workspace_id = ${workspaceId}
      and connection_id is not null
      and deleted_at is null
    group by connection_id
  `.execute(tx);
  return {
    limits: limits.rows,
    repositories: new Map(counted.rows.map((row) => [row.connectionId, row.count])),
  };
}
