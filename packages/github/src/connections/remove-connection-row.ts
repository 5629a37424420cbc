import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { isHidden } from "../sync/hidden-access.ts";

/** Forgets a connection with its secret, limits, ETags and deliveries. Its repositories stay, without a way to GitHub. */
export async function removeConnectionRow(
  tx: Tx,
  input: { readonly workspaceId: number; readonly id: number },
): Promise<readonly string[]> {
  const orphaned = await sql<{ fullName: string }>`
    update pulse.repositories
    set
      access = case when ${isHidden} then access else 'disconnected' end,
      access_detail = case
        when ${isHidden} then access_detail
        else 'The connection that it was read with was removed. Connect it again: ./pulse repo connect ' || full_name
      end,
      connection_id = null
    where workspace_id = ${input.workspaceId}
      and connection_id = ${input.id}
    returning full_name
  `.execute(tx);
  await sql`
    delete from pulse.connections
    where workspace_id = ${input.workspaceId}
      and id = ${input.id}
  `.execute(tx);
  return orphaned.rows.map((row) => row.fullName).toSorted();
}
