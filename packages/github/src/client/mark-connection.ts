import { publishEvents, withService, type Db } from "@pulse/db";
import type { Clock } from "@pulse/kit";
import { sql } from "kysely";

import type { BudgetOwner } from "./rate-budget.ts";

export type ConnectionStatus = "active" | "limited" | "revoked" | "expired" | "forbidden";

/** Notes what GitHub thinks of a connection and tells whoever watches, once per change. */
export async function markConnection(
  ctx: { readonly db: Db; readonly clock: Clock },
  connection: Pick<BudgetOwner, "id" | "workspaceId">,
  input: { readonly status: ConnectionStatus; readonly detail: string | null },
): Promise<void> {
  const now = ctx.clock.now();
  await withService(ctx.db, async (tx) => {
    const changed = await sql<{ status: ConnectionStatus }>`
      update pulse.connections
      set
        status = case when ${input.status} = 'revoked' and expires_at <= ${now} then 'expired' else ${input.status} end,
        status_detail = ${input.detail},
        updated_at = ${now}
      where id = ${connection.id}
        and (status, status_detail) is distinct from (${input.status}, ${input.detail})
      returning status
    `.execute(tx);
    const [row] = changed.rows;
    if (row === undefined) return;
    await publishEvents(tx, [
      {
        workspaceId: connection.workspaceId,
        repositoryId: null,
        kind: "connection",
        subject: { id: connection.id, status: row.status },
      },
    ]);
  });
}
