import type { Db } from "@pulse/db";
import { AppError, type Clock, type Logger } from "@pulse/kit";

import { pauseConnection } from "./pause-connection.ts";
import type { BudgetOwner } from "./rate-budget.ts";
import type { LimitHit } from "./read-limits.ts";

/** The `limited` error for a limit that GitHub just told of; a secondary one first stops every process that uses the connection. */
export async function refuseByLimit(
  ctx: { readonly db: Db; readonly clock: Clock; readonly logger: Logger },
  connection: BudgetOwner,
  hit: LimitHit,
): Promise<AppError> {
  const name = `the connection "${connection.name}"`;
  if (hit.kind === "primary") {
    const retryAt = hit.limit.resetAt;
    return new AppError(
      "limited",
      `GitHub's hourly limit for ${name} is used up. It goes on by itself at ${retryAt.toISOString()}`,
      { details: { reason: "primary_limit", retryAt } },
    );
  }
  const retryAt = await pauseConnection(ctx, connection, hit);
  ctx.logger.warn({ connection: connection.id, retryAt }, "GitHub asked to slow down; the connection pauses");
  return new AppError(
    "limited",
    `GitHub asked ${name} to slow down. It goes on by itself at ${retryAt.toISOString()}`,
    { details: { reason: "secondary_limit", retryAt } },
  );
}
