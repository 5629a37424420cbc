import { withService } from "@pulse/db";
import { getConnectionRow, listConnectionRows, type ConnectionRow, type HookTarget } from "@pulse/github";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import type { ActionContext } from "../action.ts";

/**
 * The connection that a hook at this target belongs to: the named one, else the one that reads the repository (or one of the organisation's), else
 * the only one there is. Deliveries of the hook then concern what that connection serves.
 */
export async function findConnectionFor(
  ctx: ActionContext,
  input: { readonly target: HookTarget; readonly name: string | null },
): Promise<ConnectionRow> {
  const { workspaceId } = ctx.actor;
  return await withService(ctx.db, async (tx) => {
    if (input.name !== null) return await getConnectionRow(tx, { workspaceId, name: input.name });
    const serving = await sql<{ id: number }>`
      select connection_id as id
      from pulse.repositories
      where workspace_id = ${workspaceId}
        and connection_id is not null
        and lower(${input.target.name}) in (lower(full_name), lower(owner))
      order by lower(full_name)
      limit 1
    `.execute(tx);
    const rows = (await listConnectionRows(tx, workspaceId)).filter((row) => row.kind !== "anonymous");
    const found = rows.find((row) => row.id === serving.rows[0]?.id) ?? (rows.length === 1 ? rows[0] : undefined);
    if (found !== undefined) return found;
    throw new AppError(
      "not_found",
      `No connection reads ${input.target.name}, and a hook needs one that may set it. Name one of: ./pulse connection list`,
    );
  });
}
