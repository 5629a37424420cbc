import type { Tx } from "@pulse/db";
import type { Clock } from "@pulse/kit";
import { sql } from "kysely";

import { asAuditJson, type Change, type Origin } from "./record-change.ts";

type Line = Change & {
  readonly userId: string;
  /** Null: each workspace that the person belongs to. */
  readonly workspaceId: number | null;
  readonly action: string;
};

/**
 * Lines about what people do as themselves, where it is known only afterwards which workspaces it concerns: written within the transaction of the
 * change, so that there is none without them.
 */
export async function noteDone(
  tx: Tx,
  ctx: { readonly clock: Clock; readonly origin: Origin },
  lines: readonly Line[],
): Promise<void> {
  const { source, address, requestId } = ctx.origin;
  const now = ctx.clock.now();
  for (const { userId, workspaceId, action, before, after } of lines) {
    await sql`
      insert into pulse.audit_log (
        workspace_id, user_id, source, address, request_id, action, input, before, after, state, created_at, finished_at
      )
      select
        workspace_id, user_id, ${source}, ${address}::inet, ${requestId}, ${action}, '{}'::jsonb,
        ${asAuditJson(before)}::jsonb, ${asAuditJson(after)}::jsonb, 'done', ${now}, ${now}
      from pulse.memberships
      where user_id = ${userId}
        and (${workspaceId}::bigint is null or workspace_id = ${workspaceId})
    `.execute(tx);
  }
}
