import { setTimeout as delay } from "node:timers/promises";

import { listSyncRuns, type ActionContext, type SyncRun } from "@pulse/actions";

import type { Board } from "../board.ts";
import { formatRun } from "./format-run.ts";

const lookEveryMs = 500;

/** Shows runs until each has come to an end, or to a pause that nobody sits through. Gives them as they were then. */
export async function followRuns(
  actionCtx: ActionContext,
  input: { readonly ids: readonly number[]; readonly board: Board; readonly signal: AbortSignal },
): Promise<readonly SyncRun[]> {
  for (;;) {
    const { runs } = await listSyncRuns.run(actionCtx, { ids: [...input.ids] });
    const lines = runs.flatMap(formatRun);
    if (runs.every(hasCome)) {
      input.board.finish(lines);
      return runs;
    }
    input.board.show(lines);
    await delay(lookEveryMs, undefined, { signal: input.signal });
  }
}

// A limit is waited out by the worker; a run given back by one that stops is about to go on.
function hasCome(run: SyncRun): boolean {
  if (run.state === "waiting") return run.errorCode !== null;
  return run.state === "done" || run.state === "failed" || run.state === "cancelled";
}
