import { findDataState } from "@pulse/metrics";

import type { ActionContext } from "./action.ts";
import { showFreshness } from "./freshness/show-freshness.ts";

/**
 * A name for the state of everything that pages about facts show: the data as the actor may read it, how fresh it is, and whether a worker
 * lives. Another state has another name. Null for whoever may not read the workspace.
 */
export async function findWorkspaceState(ctx: ActionContext): Promise<string | null> {
  const { workspaceId } = ctx.actor;
  const [data, { worker, ...freshness }] = await Promise.all([
    findDataState(ctx.db, ctx.actor, { workspaceId }),
    showFreshness.run(ctx, {}),
  ]);
  return data === null ? null : JSON.stringify([data, freshness, worker.isAlive]);
}
