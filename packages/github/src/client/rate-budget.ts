/** The budget of one connection as all processes share it: a row for each resource, reserved before a request and corrected after. */
import { withService, type Db } from "@pulse/db";
import { AppError, type Clock } from "@pulse/kit";
import { sql } from "kysely";

import type { OpenedConnection, RateResource } from "./github-client.ts";
import type { RateLimit } from "./read-limits.ts";

export type Purpose = "sync" | "interactive";

type BudgetContext = { readonly db: Db; readonly clock: Clock };

export type BudgetOwner = Pick<OpenedConnection, "id" | "workspaceId" | "name" | "interactiveReserve">;

type BudgetRow = {
  readonly remaining: number | null;
  readonly quota: number | null;
  readonly resetAt: Date | null;
  readonly pausedUntil: Date | null;
  readonly pauseReason: string | null;
};

/**
 * Takes one request from the budget. Throws `limited` with `details.retryAt` while the connection is paused, and when only the share that
 * this purpose must leave is left: then GitHub is not asked at all.
 */
export async function reserveRequest(
  ctx: BudgetContext,
  owner: BudgetOwner,
  input: { readonly resource: RateResource; readonly purpose: Purpose },
): Promise<void> {
  const now = ctx.clock.now();
  const reserve = input.purpose === "sync" ? owner.interactiveReserve : 0;
  const refusal = await withService(ctx.db, async (tx) => {
    // A window that is over is filled up here and gets its new end from the next answer. Without a quota nothing is counted.
    const taken = await sql`
      insert into pulse.rate_budgets as budget (workspace_id, connection_id, resource, updated_at)
      values (${owner.workspaceId}, ${owner.id}, ${input.resource}, ${now})
      on conflict (connection_id, resource) do update set
        remaining = case when budget.reset_at <= ${now} then budget.quota else budget.remaining end - 1,
        reset_at = case when budget.reset_at <= ${now} then null else budget.reset_at end,
        updated_at = ${now}
      where (budget.paused_until is null or budget.paused_until <= ${now})
        and (
          budget.remaining is null
          or budget.reset_at is null and budget.remaining <= 0
          or budget.reset_at <= ${now}
          or budget.remaining > ceil(budget.quota * ${reserve}::real)
        )
      returning 1
    `.execute(tx);
    if (taken.rows.length > 0) return null;
    const found = await sql<BudgetRow>`
      select remaining, quota, reset_at, paused_until, pause_reason
      from pulse.rate_budgets
      where connection_id = ${owner.id}
        and resource = ${input.resource}
    `.execute(tx);
    return found.rows[0] ?? null;
  });
  if (refusal !== null) throw refusalOf(owner, { ...input, now, row: refusal });
}

/**
 * Corrects the budget by what an answer said. Answers overtake each other, so within a window the lower count wins; one that cost nothing
 * gives its reservation back.
 */
export async function noteRateLimit(
  ctx: BudgetContext,
  owner: BudgetOwner,
  input: { readonly limit: RateLimit; readonly isFree: boolean },
): Promise<void> {
  const { limit } = input;
  const refund = input.isFree ? 1 : 0;
  // The same window may end a few seconds apart in two answers; one that ends clearly earlier is over.
  await withService(ctx.db, (tx) =>
    sql`
      update pulse.rate_budgets
      set
        quota = ${limit.quota},
        remaining = case
          when remaining is null or reset_at < ${limit.resetAt}::timestamptz - interval '5 seconds' then ${limit.remaining}::integer
          else least(remaining + ${refund}::integer, ${limit.remaining}::integer)
        end,
        reset_at = greatest(reset_at, ${limit.resetAt}::timestamptz),
        updated_at = ${ctx.clock.now()}
      where connection_id = ${owner.id}
        and resource = ${limit.resource}
        and (reset_at is null or reset_at <= ${limit.resetAt}::timestamptz + interval '5 seconds')
    `.execute(tx),
  );
}

/** Notes that the server counts nothing, so that nothing is held back either. */
export async function noteNoLimit(ctx: BudgetContext, owner: BudgetOwner, resource: RateResource): Promise<void> {
  await withService(ctx.db, (tx) =>
    sql`
      update pulse.rate_budgets
      set quota = null, remaining = null, reset_at = null, updated_at = ${ctx.clock.now()}
      where connection_id = ${owner.id}
        and resource = ${resource}
        and quota is not null
    `.execute(tx),
  );
}

function refusalOf(
  owner: BudgetOwner,
  input: { readonly resource: RateResource; readonly purpose: Purpose; readonly now: Date; readonly row: BudgetRow },
): AppError {
  const { row, now } = input;
  if (row.pausedUntil !== null && row.pausedUntil > now) {
    return new AppError(
      "limited",
      `GitHub asked the connection "${owner.name}" to pause (${row.pauseReason ?? "limit"}). It goes on by itself at ${row.pausedUntil.toISOString()}`,
      { details: { reason: "paused", retryAt: row.pausedUntil } },
    );
  }
  const retryAt = row.resetAt ?? new Date(now.getTime() + unknownWindowMs);
  const left = `${row.remaining ?? 0} of ${row.quota ?? 0} requests (${input.resource})`;
  const isReserve = (row.remaining ?? 0) > 0;
  return new AppError(
    "limited",
    isReserve
      ? `The connection "${owner.name}" has ${left} left, which are kept for people. Sync goes on by itself at ${retryAt.toISOString()}`
      : `The connection "${owner.name}" has used its hourly limit at GitHub. It goes on by itself at ${retryAt.toISOString()}`,
    { details: { reason: isReserve ? "reserve" : "primary_limit", retryAt } },
  );
}

// Another process has begun a new window and has no answer yet.
const unknownWindowMs = 10_000;
