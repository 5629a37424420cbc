import { doNextDeploy } from "@pulse/actions";

import { takeOneByOne, type Taking } from "../jobs/take-one-by-one.ts";

type Context = Omit<Parameters<typeof doNextDeploy>[0], "signal">;

/**
 * Does one deployment after the other: those that were asked for at a browser, and those whose process has died. Several workers share them;
 * one that stops puts what is under way back, and the platform goes on by itself meanwhile.
 */
export function startDeployments(ctx: Context): Taking {
  return takeOneByOne({
    logger: ctx.logger,
    trouble: "deployments cannot be gone on with",
    // Asking costs one look into an index that holds only what is to be done.
    idleMs: 2000,
    troubleMs: 5000,
    takeNext: async (signal) => await doNextDeploy({ ...ctx, signal }),
  });
}
