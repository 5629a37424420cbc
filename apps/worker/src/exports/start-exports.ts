import { doNextExport } from "@pulse/actions";

import { takeOneByOne, type Taking } from "../jobs/take-one-by-one.ts";

type Context = Omit<Parameters<typeof doNextExport>[0], "signal">;

/** Writes one export after the other, until it is stopped. Several workers share them; each holds one in memory at most. */
export function startExports(ctx: Context): Taking {
  return takeOneByOne({
    logger: ctx.logger,
    trouble: "exports cannot be written",
    // Asking costs one look into an index that holds only what is to be done.
    idleMs: 1000,
    troubleMs: 5000,
    takeNext: async (signal) => await doNextExport({ ...ctx, signal }),
  });
}
