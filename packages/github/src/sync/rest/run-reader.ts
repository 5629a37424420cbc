import type { KindReader } from "../kind-reader.ts";
import { readRunChanges } from "./read-run-changes.ts";
import { readRunHistory } from "./read-run-history.ts";

// A run can be run again for thirty days, and is given up by GitHub when it waits for longer.
const sweptMs = 35 * 86_400_000;

/** Runs with every attempt of each. Bodies are large: half of what GitHub would give at once. */
export const runReader: KindReader = {
  kind: "workflow_runs",
  covers: ["workflow_runs"],
  phases: ["recent", "backfill", "incremental", "sweep"],
  pageSize: { first: 50, most: 100 },
  readPage: async (ctx, input) => {
    if (input.phase === "incremental") return await readRunChanges(ctx, input);
    if (input.phase !== "sweep") return await readRunHistory(ctx, input, input.from);
    const swept = new Date(ctx.clock.now().getTime() - sweptMs);
    return await readRunHistory(ctx, input, input.from !== null && input.from > swept ? input.from : swept);
  },
};
