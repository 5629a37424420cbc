import { withService, type Db } from "@pulse/db";
import type { Clock } from "@pulse/kit";
import { sql } from "kysely";

import type { BudgetOwner } from "./rate-budget.ts";

type PauseContext = { readonly db: Db; readonly clock: Clock };

const shortestMs = 60_000;
const longestMs = 3_600_000;
// A limit that strikes again so soon after a pause was not waited out for long enough.
const relapseMs = 600_000;

/**
 * Stops every process that uses the connection, for as long as GitHub said; when it did not say, for a minute, and twice as long each time
 * it strikes again soon. Gives the end of the pause.
 */
export async function pauseConnection(
  ctx: PauseContext,
  owner: BudgetOwner,
  input: { readonly retryAfterMs: number | null },
): Promise<Date> {
  const now = ctx.clock.now();
  return await withService(ctx.db, async (tx) => {
    const found = await sql<{ pausedUntil: Date; pauseReason: string | null }>`
      select paused_until, pause_reason
      from pulse.rate_budgets
      where connection_id = ${owner.id}
        and paused_until is not null
      order by paused_until desc
      limit 1
      for update
    `.execute(tx);
    const [before] = found.rows;
    // Requests that were under way when the pause began are refused too, and prolong nothing.
    if (before !== undefined && before.pausedUntil > now && input.retryAfterMs === null) return before.pausedUntil;
    const waitMs = input.retryAfterMs ?? ownWait(before, now);
    const until = new Date(Math.max(now.getTime() + waitMs, before?.pausedUntil.getTime() ?? 0));
    await sql`
      insert into pulse.rate_budgets (workspace_id, connection_id, resource, paused_until, pause_reason, updated_at)
      select ${owner.workspaceId}, ${owner.id}, resource, ${until}, ${reasonFor(waitMs)}, ${now}
      from unnest(array['core', 'graphql', 'search']) as resource
      order by resource
      on conflict (connection_id, resource) do update set
        paused_until = excluded.paused_until,
        pause_reason = excluded.pause_reason,
        updated_at = excluded.updated_at
    `.execute(tx);
    return until;
  });
}

function ownWait(before: { readonly pausedUntil: Date; readonly pauseReason: string | null } | undefined, now: Date) {
  if (before === undefined || before.pausedUntil.getTime() + relapseMs < now.getTime()) return shortestMs;
  return Math.min(longestMs, Math.max(shortestMs, 2 * lengthOf(before.pauseReason)));
}

// The reason is what people read; its number is how the next pause knows the length of this one.
function reasonFor(waitMs: number): string {
  return `secondary limit, ${Math.ceil(waitMs / 1000)} s`;
}

function lengthOf(reason: string | null): number {
  return Number(/(\d+) s$/.exec(reason ?? "")?.[1] ?? 0) * 1000;
}
