import { publishEvents, withService, type Db } from "@pulse/db";
import { isAppError } from "@pulse/kit";
import { sql } from "kysely";

import type { ClaimedRun } from "./claim-run.ts";

export type RunOutcome =
  | { readonly state: "done" }
  | { readonly state: "waiting"; readonly resumeAt: Date; readonly code: string; readonly detail: string }
  | { readonly state: "failed"; readonly code: string; readonly detail: string }
  /** Its worker stops: any other takes it at once. */
  | { readonly state: "released" };

/** What a run that ended with this error has come to. A limit is waited out; a bug is told without its words. */
export function outcomeOf(error: unknown): RunOutcome {
  if (!isAppError(error)) {
    return { state: "failed", code: "internal", detail: "A fault of Pulse-Hub itself. The worker's log tells more" };
  }
  const retryAt = error.details["retryAt"];
  if (error.code === "limited" && retryAt instanceof Date) {
    return { state: "waiting", resumeAt: retryAt, code: error.code, detail: error.message };
  }
  return { state: "failed", code: error.code, detail: error.message };
}

/** Ends or pauses a run that this worker holds, and tells whoever watches; a run that was settled already stays as it is. */
export async function settleRun(
  db: Db,
  run: Pick<ClaimedRun, "id" | "workspaceId" | "repositoryId" | "fullName"> & { readonly workerId: string },
  outcome: RunOutcome,
): Promise<void> {
  const state = outcome.state === "released" ? "waiting" : outcome.state;
  const isOver = state !== "waiting";
  const code = "code" in outcome ? outcome.code : null;
  const detail = "detail" in outcome ? outcome.detail : null;
  await withService(db, async (tx) => {
    const settled = await sql<{ phase: string | null }>`
      update pulse.sync_runs
      set
        state = ${state},
        resume_at = ${outcome.state === "waiting" ? outcome.resumeAt : null},
        finished_at = case when ${isOver} then now() end,
        estimated_end_at = null,
        error_code = ${code},
        error_detail = ${detail}
      where repository_id = ${run.repositoryId}
        and id = ${run.id}
        and worker_id = ${run.workerId}
        and state = 'running'
      returning phase
    `.execute(tx);
    const [row] = settled.rows;
    if (row === undefined) return;
    await publishEvents(tx, [
      {
        workspaceId: run.workspaceId,
        repositoryId: run.repositoryId,
        kind: "sync_run",
        subject: { id: run.id, state, phase: row.phase, repository: run.fullName },
      },
    ]);
  });
}
