import type { Clock } from "@pulse/kit";

import { budgetKeyOf, type Caller } from "./credentials.ts";

export type Resource = "core" | "graphql" | "search";

export type LimitOptions = {
  readonly core?: number;
  readonly graphql?: number;
  readonly anonymous?: number;
};

export type Budget = {
  readonly resource: Resource;
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  readonly resetAt: Date;
};

const hourMs = 3_600_000;

export type Limits = ReturnType<typeof createLimits>;

/**
 * Hourly budgets by caller and resource, counted on the replica's clock. `off` is how an Enterprise server may be set up: it then
 * says nothing about limits at all.
 */
export function createLimits(clock: Clock, options: LimitOptions | "off") {
  const windows = new Map<string, { used: number; resetAt: Date }>();

  const windowOf = (caller: Caller, resource: Resource) => {
    const key = `${budgetKeyOf(caller)} ${resource}`;
    const known = windows.get(key);
    if (known !== undefined && known.resetAt > clock.now()) return known;
    const opened = { used: 0, resetAt: new Date(Math.floor(clock.now().getTime() / 1000) * 1000 + hourMs) };
    windows.set(key, opened);
    return opened;
  };
  const show = (caller: Caller, resource: Resource): Budget => {
    const limit = options === "off" ? Number.POSITIVE_INFINITY : limitOf(options, caller, resource);
    const { used, resetAt } = windowOf(caller, resource);
    return { resource, limit, used, remaining: Math.max(0, limit - used), resetAt };
  };

  return {
    isOff: options === "off",
    show,
    spend(caller: Caller, resource: Resource, points: number): Budget {
      windowOf(caller, resource).used += points;
      return show(caller, resource);
    },
    /** As if this much had been used by somebody else with the same credential. */
    use(caller: Caller, resource: Resource, used: number): void {
      windowOf(caller, resource).used = used;
    },
  };
}

function limitOf(options: LimitOptions, caller: Caller, resource: Resource): number {
  if (resource === "graphql") return caller.kind === "anonymous" ? 0 : (options.graphql ?? 5000);
  if (resource === "search") return caller.kind === "anonymous" ? 10 : 30;
  return caller.kind === "anonymous" ? (options.anonymous ?? 60) : (options.core ?? 5000);
}
