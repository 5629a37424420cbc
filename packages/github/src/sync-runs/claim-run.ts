import { withService, type Db } from "@pulse/db";
import { sql } from "kysely";

import type { RunTrigger } from "./queue-run.ts";

export type ClaimedRun = {
  readonly id: number;
  readonly workspaceId: number;
  readonly repositoryId: number;
  readonly connectionId: number | null;
  readonly trigger: RunTrigger;
  readonly fullName: string;
  /** True when another worker died in the middle of it, or a limit interrupted it. */
  readonly isContinued: boolean;
  /** Of the request that asked for it; null where none did. */
  readonly requestId: string | null;
};

/** A worker that has not beaten for so long is taken to be dead, and its runs are anybody's. */
export const leaseSeconds = 60;

const uniqueViolation = "23505";

/**
 * Takes the next run there is to do: a queued one whose repository nobody reads, one whose pause is over, or one whose worker is dead. Null
 * when there is none. The instants are the database's, so that workers need not agree on the time.
 */
export async function claimRun(
  db: Db,
  input: { readonly workerId: string; readonly onlyRepositories?: readonly number[] },
): Promise<ClaimedRun | null> {
  const only = input.onlyRepositories ?? null;
  try {
    return await withService(db, async (tx) => {
      const claimed = await sql<ClaimedRun>`
        with candidate as (
          select run.id, run.repository_id, run.state <> 'queued' as is_continued
          from pulse.sync_runs as run
          where run.state in ('queued', 'waiting', 'running')
            and (${only}::bigint[] is null or run.repository_id = any(${only}::bigint[]))
            and case run.state
              when 'queued' then not exists (
                select
                from pulse.sync_runs as other
                where other.repository_id = run.repository_id
                  and other.state in ('running', 'waiting')
              )
              when 'waiting' then coalesce(run.resume_at <= now(), true)
              else run.beat_at < now() - make_interval(secs => ${leaseSeconds})
            end
          -- People wait for what they asked for; a sweep can wait for everybody.
          order by
            case run.trigger when 'manual' then 0 when 'connected' then 0 when 'sweep' then 2 else 1 end,
            run.created_at, run.id
          limit 1
          for update skip locked
        )
        update pulse.sync_runs as run
        set
          state = 'running',
          worker_id = ${input.workerId},
          started_at = coalesce(run.started_at, now()),
          beat_at = now(),
          resume_at = null,
          error_code = null,
          error_detail = null
        from candidate
        join pulse.repositories as repository
          on repository.id = candidate.repository_id
        where run.repository_id = candidate.repository_id
          and run.id = candidate.id
        returning
          run.id, run.workspace_id, run.repository_id, run.trigger, repository.connection_id, repository.full_name,
          candidate.is_continued, run.request_id
      `.execute(tx);
      return claimed.rows[0] ?? null;
    });
  } catch (error) {
    // Of two queued runs of one repository that two workers took at once, one has to wait.
    if (error instanceof Error && "code" in error && error.code === uniqueViolation) return null;
    throw error;
  }
}

/** Says that the worker still reads. False when the run is no longer this worker's: then it must stop at once. */
export async function beatRun(
  db: Db,
  run: Pick<ClaimedRun, "id" | "repositoryId"> & { readonly workerId: string },
): Promise<boolean> {
  const beaten = await withService(db, (tx) =>
    sql`
      update pulse.sync_runs
      set beat_at = now()
      where repository_id = ${run.repositoryId}
        and id = ${run.id}
        and worker_id = ${run.workerId}
        and state = 'running'
      returning 1
    `.execute(tx),
  );
  return beaten.rows.length > 0;
}
