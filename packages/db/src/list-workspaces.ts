import { sql } from "kysely";

import type { Db } from "./connect.ts";
import type { Workspace } from "./get-workspace.ts";
import { withService } from "./with-service.ts";

/** The workspaces that a person belongs to, the one they joined first at the top. */
export async function listWorkspaces(db: Db, userId: string): Promise<readonly Workspace[]> {
  const found = await withService(db, (tx) =>
    sql<Workspace>`
      select workspace.id, workspace.slug, workspace.name, workspace.time_zone, membership.role
      from pulse.memberships as membership
      join pulse.workspaces as workspace
        on workspace.id = membership.workspace_id
      where membership.user_id = ${userId}
      order by membership.created_at, workspace.id
    `.execute(tx),
  );
  return found.rows;
}
