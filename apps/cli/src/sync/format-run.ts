import type { SyncRun } from "@pulse/actions";

import { drawBar } from "../draw-bar.ts";

/** A run as people watch it: what it is doing, and a bar of each kind of fact that it has seen. */
export function formatRun(run: SyncRun): readonly string[] {
  return [`${run.repository}  ${stateOf(run)}`, ...formatKinds(run)];
}

function formatKinds(run: SyncRun): readonly string[] {
  const kinds = Object.entries(run.counts).filter(([, count]) => count.done > 0);
  const width = Math.max(0, ...kinds.map(([kind]) => kind.length));
  return kinds.map(([kind, count]) => {
    const name = kind.replaceAll("_", " ").padEnd(width);
    const done = count.done.toLocaleString("en-US");
    if (count.total === null || count.total < count.done) return `  ${name}  ${done}`;
    return `  ${name}  ${drawBar(count.total === 0 ? 1 : count.done / count.total)}  ${done} of ${count.total.toLocaleString("en-US")}`;
  });
}

function stateOf(run: SyncRun): string {
  const cost = `${run.requests} requests (${run.notModified} unchanged), ${run.points} points`;
  switch (run.state) {
    case "queued":
      return "queued";
    case "running": {
      const end =
        run.estimatedEndAt === null ? "" : `, done about ${run.estimatedEndAt.toISOString().slice(11, 16)} UTC`;
      return `reading ${run.phase ?? ""}${end}`.replaceAll(/ +/g, " ");
    }
    case "waiting":
      return `waits${run.resumeAt === null ? "" : ` until ${run.resumeAt.toISOString()}`}: ${run.errorDetail ?? "a worker takes it up"}`;
    case "done":
      return `done: ${cost}${run.errorDetail === null ? "" : `. ${run.errorDetail}`}`;
    case "failed":
      return `failed: ${run.errorDetail ?? run.errorCode ?? "unknown"}`;
    case "cancelled":
      return `cancelled${run.errorDetail === null ? "" : `: ${run.errorDetail}`}`;
  }
}
