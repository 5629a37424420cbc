import { withService } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import type { ActionContext } from "../action.ts";

/**
 * What the same person's call with this key brought about before; null when there was none. The log of changes knows: each call stands in
 * it before it begins. Throws `conflict` while another one is under way, so that of two at once neither changes anything twice.
 */
export async function findEarlierCall(
  ctx: ActionContext,
  input: { readonly tool: string; readonly key: string },
): Promise<unknown> {
  const { workspaceId, userId } = ctx.actor;
  const found = await withService(ctx.db, (tx) =>
    sql<{ after: unknown; underWay: number }>`
      select
        (
          select line.after
          from pulse.audit_log as line
          where line.workspace_id = ${workspaceId}
            and line.user_id = ${userId}
            and line.action = ${input.tool}
            and line.input ->> 'idempotency_key' = ${input.key}
            and line.state = 'done'
            and line.after ? 'number'
          order by line.id
          limit 1
        ) as after,
        (
          -- This call among them. One that never ended was killed, and says nothing of what GitHub did.
          select count(*)::integer
          from pulse.audit_log as line
          where line.workspace_id = ${workspaceId}
            and line.user_id = ${userId}
            and line.action = ${input.tool}
            and line.input ->> 'idempotency_key' = ${input.key}
            and line.state = 'begun'
            and line.created_at > ${ctx.clock.now()}::timestamptz - interval '10 minutes'
        ) as under_way
    `.execute(tx),
  );
  const [row] = found.rows;
  if (row !== undefined && row.after === null && row.underWay > 1) {
    const retryAt = new Date(ctx.clock.now().getTime() + 5000);
    throw new AppError(
      "conflict",
      "A call with this idempotency_key is under way. Ask again in some seconds, with the same key",
      {
        details: { reason: "under_way", retryAt },
      },
    );
  }
  return row?.after ?? null;
}
