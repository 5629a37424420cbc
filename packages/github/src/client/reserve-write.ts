import { withService, type Db } from "@pulse/db";
import type { Clock } from "@pulse/kit";
import { sql } from "kysely";

import type { BudgetOwner } from "./rate-budget.ts";

// GitHub asks for a second between writes. https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
const gapSeconds = 1;

/**
 * Takes the next place in the line of a connection's writes, which all processes share, and gives how long it is until then. The clock of
 * places is the database's, so that processes need not agree on the time; a place that nobody uses in the end costs a second.
 */
export async function reserveWrite(
  ctx: { readonly db: Db; readonly clock: Clock },
  owner: BudgetOwner,
): Promise<{ readonly waitMs: number }> {
  const { rows } = await withService(ctx.db, (tx) =>
    sql<{ waitMs: number }>`
      insert into pulse.rate_budgets as budget (workspace_id, connection_id, resource, next_write_at, updated_at)
      values (
        ${owner.workspaceId}, ${owner.id}, 'core', clock_timestamp() + make_interval(secs => ${gapSeconds}),
        ${ctx.clock.now()}
      )
      on conflict (connection_id, resource) do update set
        next_write_at = greatest(budget.next_write_at, clock_timestamp()) + make_interval(secs => ${gapSeconds})
      returning
        greatest(
          0,
          extract(epoch from next_write_at - make_interval(secs => ${gapSeconds}) - clock_timestamp())::float8 * 1000
        ) as wait_ms
    `.execute(tx),
  );
  return rows[0] ?? { waitMs: 0 };
}
