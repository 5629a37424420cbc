import type { App, ComponentHealth, Deployment, InstanceSize, Platform } from "@pulse/deploy";
import { withService } from "@pulse/db";
import { sql } from "kysely";

import type { ActionContext } from "../action.ts";
import { openDeploy } from "./open-deploy.ts";

type Kept<T> = Map<string, { readonly untilMs: number; readonly answer: Promise<T> }>;

/** What the platform said lately, for a process that shows it to many: its limit of requests is one for all of them. */
export type RecentReads = {
  readonly apps: Kept<readonly App[]>;
  readonly deployments: Kept<readonly Deployment[]>;
  readonly health: Kept<readonly ComponentHealth[]>;
  readonly sizes: Kept<readonly InstanceSize[]>;
};

const keptMs = 10_000;
const sizesKeptMs = 3_600_000;

export function createRecentReads(): RecentReads {
  return { apps: new Map(), deployments: new Map(), health: new Map(), sizes: new Map() };
}

type Reads = Pick<Platform, "listApps" | "listDeployments" | "health" | "listSizes">;

/**
 * The platform for whoever only looks: what was asked a moment ago is not asked again, unless a run of ours has come further meanwhile. Plans
 * and runs never look through this.
 */
export async function openReads(ctx: ActionContext): Promise<Reads> {
  const { platform } = openDeploy(ctx);
  const { recent = createRecentReads() } = ctx.deploy ?? {};
  const state = await findRunState(ctx);
  const keep = async <T>(kept: Kept<T>, key: string, ask: () => Promise<T>, forMs = keptMs): Promise<T> => {
    const nowMs = ctx.clock.now().getTime();
    const known = kept.get(key);
    if (known !== undefined && known.untilMs > nowMs) return await known.answer;
    for (const [old, { untilMs }] of kept) if (untilMs <= nowMs) kept.delete(old);
    const answer = ask();
    kept.set(key, { untilMs: nowMs + forMs, answer });
    try {
      return await answer;
    } catch (error) {
      kept.delete(key);
      throw error;
    }
  };
  return {
    listApps: async () => await keep(recent.apps, state, () => platform.listApps()),
    listDeployments: async (id, input) =>
      await keep(recent.deployments, `${id} ${input?.limit ?? ""} ${state}`, () => platform.listDeployments(id, input)),
    health: async (id) => await keep(recent.health, `${id} ${state}`, () => platform.health(id)),
    listSizes: async () => await keep(recent.sizes, "", () => platform.listSizes(), sizesKeptMs),
  };
}

async function findRunState({ db, actor }: ActionContext): Promise<string> {
  const found = await withService(db, (tx) =>
    sql<{ id: number; stage: string }>`
      select id, stage
      from pulse.deploy_runs
      where workspace_id = ${actor.workspaceId}
      order by id desc
      limit 1
    `.execute(tx),
  );
  const [newest] = found.rows;
  return newest === undefined ? "" : `${newest.id} ${newest.stage}`;
}
