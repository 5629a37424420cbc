import { withService, type Db } from "@pulse/db";
import { z } from "zod";
import { sql } from "kysely";

import type { GitHubClient } from "../client/github-client.ts";
import { requestRefresh } from "../webhooks/request-refresh.ts";
import type { HookRow } from "./hook-rows.ts";
import { parseHookTarget } from "./hook-target.ts";

const deliverySchema = z.object({
  id: z.int().positive(),
  guid: z.string(),
  delivered_at: z.string(),
  redelivery: z.boolean(),
  status_code: z.int(),
  repository_id: z.int().nullish(),
});

type Listed = z.output<typeof deliverySchema>;

export type Recovery = {
  /** Deliveries that GitHub was asked to send again. */
  readonly requested: number;
  /** Deliveries that failed, were asked for once before, and failed again. */
  readonly givenUp: number;
};

// GitHub keeps deliveries for three days, and lists a hundred on a page.
const mostPages = 30;

/**
 * Looks through GitHub's list of what it sent to a hook, asks once for each delivery that never arrived, and lets sync close the gap: a hook that
 * was down missed more than its deliveries. GitHub itself never sends anything twice.
 */
export async function recoverHook(
  ctx: { readonly db: Db; readonly client: GitHubClient; readonly signal?: AbortSignal },
  hook: HookRow,
): Promise<Recovery> {
  const listed = await listDeliveries(ctx, hook);
  const failed = [...Map.groupBy(listed, (delivery) => delivery.guid).values()].filter(
    (attempts) => !attempts.some((attempt) => attempt.status_code >= 200 && attempt.status_code < 300),
  );
  const stored = await listStored(ctx.db, { hook, guids: failed.map((attempts) => attempts[0]?.guid ?? "") });
  const missing = failed.filter((attempts) => !stored.has(attempts[0]?.guid.toLowerCase() ?? ""));
  // Whoever asked before, we or a person on GitHub's page: the list itself remembers, so nothing is asked for twice.
  const untried = missing.filter((attempts) => !attempts.some((attempt) => attempt.redelivery));
  const { path } = parseHookTarget(hook.target);
  // Oldest first: the order in which things happened costs least.
  for (const [first] of untried.toReversed()) {
    ctx.signal?.throwIfAborted();
    if (first !== undefined) await ctx.client.post(`${path}/${hook.hookId}/deliveries/${first.id}/attempts`, {});
  }
  const recovery = { requested: untried.length, givenUp: missing.length - untried.length };
  await note(ctx.db, { hook, recovery });
  return recovery;
}

async function listDeliveries(
  { client }: { readonly client: GitHubClient },
  hook: HookRow,
): Promise<readonly Listed[]> {
  const { path } = parseHookTarget(hook.target);
  const since = hook.checkedAt === null ? 0 : hook.checkedAt.getTime() - overlapMs;
  const listed: Listed[] = [];
  let next: string | null = `${path}/${hook.hookId}/deliveries?per_page=100`;
  for (let page = 0; next !== null && page < mostPages; page += 1) {
    const answer = await client.get(next);
    if (answer.isNotModified) break;
    const rows = z.array(deliverySchema).parse(answer.data);
    listed.push(...rows);
    const oldest = rows.at(-1);
    if (oldest === undefined || Date.parse(oldest.delivered_at) < since) break;
    next = answer.next;
  }
  return listed;
}

// What was asked for at the last look may have failed again since.
const overlapMs = 60 * 60_000;

async function listStored(
  db: Db,
  input: { readonly hook: HookRow; readonly guids: readonly string[] },
): Promise<ReadonlySet<string>> {
  const found = await withService(db, (tx) =>
    sql<{ deliveryId: string }>`
      select delivery_id
      from pulse.webhook_deliveries
      where connection_id = ${input.hook.connectionId}
        and delivery_id = any(${input.guids.map((guid) => guid.toLowerCase())}::text[])
    `.execute(tx),
  );
  return new Set(found.rows.map((row) => row.deliveryId));
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
