import type { App, ComponentHealth, Deployment, InstanceSize, Platform } from "@pulse/deploy";
import type { Clock } from "@pulse/kit";

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

/** The platform for whoever only looks: what was asked a moment ago is not asked again. Plans and runs never look through this. */
export function readThrough(platform: Reads, of: { readonly recent: RecentReads; readonly clock: Clock }): Reads {
  const { recent, clock } = of;
  const keep = async <T>(kept: Kept<T>, key: string, ask: () => Promise<T>, forMs = keptMs): Promise<T> => {
    const nowMs = clock.now().getTime();
    const known = kept.get(key);
    if (known !== undefined && known.untilMs > nowMs) return await known.answer;
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
    listApps: async () => await keep(recent.apps, "", () => platform.listApps()),
    listDeployments: async (id, input) =>
      await keep(recent.deployments, `${id} ${input?.limit ?? ""}`, () => platform.listDeployments(id, input)),
    health: async (id) => await keep(recent.health, id, () => platform.health(id)),
    listSizes: async () => await keep(recent.sizes, "", () => platform.listSizes(), sizesKeptMs),
  };
}
