import { withWorkspace } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import type { ActionContext } from "../action.ts";

/** Whether the workspace lets itself be asked in SQL. */
export async function findFreeSql({ db, actor }: Pick<ActionContext, "db" | "actor">): Promise<boolean> {
  const found = await withWorkspace(db, actor, (tx) =>
    sql`
      select
      from pulse.bi_logins
      where workspace_id = ${actor.workspaceId}
    `.execute(tx),
  );
  return found.rows.length > 0;
}

/** Throws `forbidden` where it does not. */
export async function requireFreeSql(ctx: ActionContext): Promise<void> {
  if (await findFreeSql(ctx)) return;
  throw new AppError(
    "forbidden",
    "This workspace does not let itself be asked in SQL. An admin switches it on: Settings, Workspace. analytics_metric answers without it",
    { details: { reason: "policy_denied" } },
  );
}
