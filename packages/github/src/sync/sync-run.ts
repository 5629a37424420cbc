/**
 * The row of pulse.sync_runs that people watch: who reads, how far it is, and how it ended. Beats are instants of the database, so that a
 * worker whose clock is wrong is neither taken for dead nor takes others for it.
 */
import { publishEvents, withService, type Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import type { SyncKind } from "../save/save-sync-state.ts";
import { leaseSeconds } from "../sync-runs/claim-run.ts";
import type { SyncPhase } from "./kind-reader.ts";
import type { SyncContext, SyncedRepositoryRow, SyncTrigger } from "./sync-context.ts";

export type KindProgress = {
  readonly done: number;
  readonly total: number | null;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
};

export type RunCounts = Partial<Record<SyncKind, KindProgress>>;

type RunState = "running" | "waiting" | "done" | "failed" | "cancelled";

/** A run that this worker holds. What it did before it was interrupted is the base of what it does now. */
export type SyncRun = {
  readonly id: number;
  readonly startedAt: Date;
  readonly counts: RunCounts;
  readonly requests: number;
  readonly notModified: number;
  readonly points: number;
};

/** `isHeld`: another worker reads, and its last beat is not long ago. */
type Active = SyncRun & { readonly isHeld: boolean };

type EnterInput = {
  readonly repository: SyncedRepositoryRow;
  readonly runId: number | null;
  readonly trigger: SyncTrigger;
};

/**
 * Enters a run that this worker took (claimRun), or for whoever asks without one makes it the worker that reads the repository: goes on with a run that waits or whose worker died, else begins the given or a new one.
 * Throws `conflict` while another worker is at it.
 */
export async function enterRun(ctx: SyncContext, input: EnterInput): Promise<SyncRun> {
  const now = ctx.clock.now();
  const { repository, trigger } = input;
  return await withService(ctx.db, async (tx) => {
    // Claims of one repository queue up here.
    await sql`select id from pulse.repositories where id = ${repository.id} for update`.execute(tx);
    const active = await findActive(tx, { repositoryId: repository.id, workerId: ctx.workerId });
    if (active?.isHeld === true) {
      throw new AppError("conflict", `${repository.fullName} is being read already. See: ./pulse sync status`, {
        details: { runId: active.id },
      });
    }
    const runId = active?.id ?? input.runId;
    if (active !== null && input.runId !== null && input.runId !== active.id) {
      await endRun(tx, { repositoryId: repository.id, runId: input.runId, now, reason: `Run ${active.id} goes on` });
    }
    const claimed = await sql<SyncRun>`
      insert into pulse.sync_runs (workspace_id, repository_id, trigger, state)
      select ${repository.workspaceId}, ${repository.id}, ${trigger}, 'queued'
      where ${runId}::bigint is null
      returning id, ${now}::timestamptz as started_at, counts, requests, not_modified, points
    `.execute(tx);
    const id = claimed.rows[0]?.id ?? runId;
    const started = await sql<SyncRun>`
      update pulse.sync_runs
      set state = 'running',
        connection_id = ${ctx.client.connection.id},
        worker_id = ${ctx.workerId}::uuid,
        started_at = coalesce(started_at, ${now}),
        beat_at = now(),
        resume_at = null,
        finished_at = null,
        error_code = null,
        error_detail = null
      where repository_id = ${repository.id}
        and id = ${id}
        and state in ('queued', 'running', 'waiting')
      returning id, started_at, counts, requests, not_modified, points
    `.execute(tx);
    const run = started.rows[0];
    if (run === undefined) throw new AppError("not_found", `There is no such run of ${repository.fullName} to begin`);
    await publishRun(tx, repository, { id: run.id, state: "running", phase: null });
    return run;
  });
}

async function findActive(
  tx: Tx,
  input: { readonly repositoryId: number; readonly workerId: string },
): Promise<Active | null> {
  const found = await sql<Active>`
    select
      id, started_at, counts, requests, not_modified, points,
      state = 'running'
        and worker_id is distinct from ${input.workerId}::uuid
        and coalesce(beat_at > now() - make_interval(secs => ${leaseSeconds}), false) as is_held
    from pulse.sync_runs
    where repository_id = ${input.repositoryId}
      and state in ('running', 'waiting')
  `.execute(tx);
  return found.rows[0] ?? null;
}

async function endRun(
  tx: Tx,
  input: { readonly repositoryId: number; readonly runId: number; readonly now: Date; readonly reason: string },
): Promise<void> {
  await sql`
    update pulse.sync_runs
    set state = 'cancelled', finished_at = ${input.now}, error_detail = ${input.reason}
    where repository_id = ${input.repositoryId}
      and id = ${input.runId}
      and state = 'queued'
  `.execute(tx);
}

export type RunProgress = {
  readonly phase: SyncPhase | null;
  readonly counts: RunCounts;
  readonly requests: number;
  readonly notModified: number;
  readonly points: number;
  readonly estimatedEndAt: Date | null;
};

/** Notes progress in the page's transaction. Throws `conflict` when another worker has taken the run over: the page is then not kept. */
export async function noteProgress(
  tx: Tx,
  ctx: SyncContext,
  input: { readonly repository: SyncedRepositoryRow; readonly runId: number; readonly progress: RunProgress },
): Promise<void> {
  const { repository, runId, progress } = input;
  const noted = await sql<{ id: number }>`
    update pulse.sync_runs
    set phase = ${progress.phase},
      counts = ${JSON.stringify(progress.counts)}::jsonb,
      requests = ${progress.requests},
      not_modified = ${progress.notModified},
      points = ${progress.points},
      estimated_end_at = ${progress.estimatedEndAt},
      beat_at = now()
    where repository_id = ${repository.id}
      and id = ${runId}
      and state = 'running'
      and worker_id = ${ctx.workerId}::uuid
    returning id
  `.execute(tx);
  if (noted.rows.length === 0) {
    throw new AppError("conflict", `Another worker has taken over the reading of ${repository.fullName}`);
  }
  await publishRun(tx, repository, { id: runId, state: "running", phase: progress.phase });
}

export type RunEnd = {
  readonly state: Exclude<RunState, "running">;
  readonly resumeAt: Date | null;
  readonly errorCode: string | null;
  readonly errorDetail: string | null;
};

/** Ends the run, or puts it to sleep until it may go on. A run that another worker has taken over is left alone. */
export async function finishRun(
  tx: Tx,
  ctx: SyncContext,
  input: {
    readonly repository: SyncedRepositoryRow;
    readonly runId: number;
    readonly progress: RunProgress;
    readonly end: RunEnd;
  },
): Promise<void> {
  const { repository, runId, progress, end } = input;
  const now = ctx.clock.now();
  const finished = await sql<{ id: number }>`
    update pulse.sync_runs
    set state = ${end.state},
      requests = ${progress.requests},
      not_modified = ${progress.notModified},
      points = ${progress.points},
      beat_at = now(),
      finished_at = ${end.state === "waiting" ? null : now},
      estimated_end_at = null,
      resume_at = ${end.resumeAt},
      error_code = ${end.errorCode},
      error_detail = ${end.errorDetail}
    where repository_id = ${repository.id}
      and id = ${runId}
      and state = 'running'
      and worker_id = ${ctx.workerId}::uuid
    returning id
  `.execute(tx);
  if (finished.rows.length > 0) {
    await publishRun(tx, repository, { id: runId, state: end.state, phase: progress.phase });
  }
}

async function publishRun(
  tx: Tx,
  repository: SyncedRepositoryRow,
  run: { readonly id: number; readonly state: RunState; readonly phase: SyncPhase | null },
): Promise<void> {
  await publishEvents(tx, [
    {
      workspaceId: repository.workspaceId,
      repositoryId: repository.id,
      kind: "sync_run",
      subject: { id: run.id, state: run.state, phase: run.phase, repository: repository.fullName },
    },
  ]);
}
