import { withService, type Db } from "@pulse/db";
import { sql } from "kysely";

import type { GitHubClient } from "../client/github-client.ts";
import { requestRefresh } from "../webhooks/request-refresh.ts";
import type { HookRow } from "./hook-rows.ts";
import { parseHookTarget } from "./hook-target.ts";
import { requestMissed, type Missed } from "./request-missed.ts";

export type Recovery = Pick<Missed, "requested" | "givenUp">;

/**
 * Looks through GitHub's list of what it sent to a hook, asks once for each delivery that never arrived, and lets sync close the gap: a hook that
 * was down missed more than its deliveries.
 */
export async function recoverHook(
  ctx: { readonly db: Db; readonly client: GitHubClient; readonly signal?: AbortSignal },
  hook: HookRow,
): Promise<Recovery> {
  const { requested, givenUp } = await requestMissed(ctx, {
    path: deliveriesPath(hook),
    since: hook.checkedAt,
    connectionIds: [hook.connectionId],
  });
  await note(ctx.db, { hook, recovery: { requested, givenUp } });
  return { requested, givenUp };
}

/** Where GitHub lists what it sent to a hook. */
export function deliveriesPath(hook: Pick<HookRow, "target" | "hookId">): string {
  return `${parseHookTarget(hook.target).path}/${hook.hookId}/deliveries`;
}

async function note(db: Db, input: { readonly hook: HookRow; readonly recovery: Recovery }): Promise<void> {
  const { hook, recovery } = input;
  const missed = recovery.requested + recovery.givenUp;
  const detail = missed === 0 ? null : `${recovery.requested} asked for again, ${recovery.givenUp} failed twice`;
  await withService(db, async (tx) => {
    await sql`
      update pulse.webhook_hooks
      set checked_at = now(), check_detail = ${detail}
      where connection_id = ${hook.connectionId}
        and hook_id = ${hook.hookId}
    `.execute(tx);
    if (missed === 0) return;
    const served = await sql<{ id: number; workspaceId: number }>`
      select id, workspace_id
      from pulse.repositories
      where connection_id = ${hook.connectionId}
        and is_tracked
        and lower(${hook.target}) in (lower(full_name), lower(owner))
      order by id
    `.execute(tx);
    for (const row of served.rows) await requestRefresh(tx, { ...row, reason: `${missed} deliveries were missed` });
  });
}
