import { withWorkspace } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";

export type KindProgress = {
  readonly done: number;
  /** Null where GitHub does not tell how many there are. */
  readonly total: number | null;
  readonly added?: number;
  readonly changed?: number;
  readonly removed?: number;
};

export type SyncRun = {
  readonly id: number;
  readonly repository: string;
  readonly trigger: string;
  readonly state: "queued" | "running" | "waiting" | "done" | "failed" | "cancelled";
  readonly phase: string | null;
  readonly counts: Readonly<Record<string, KindProgress>>;
  readonly requests: number;
  readonly notModified: number;
  readonly points: number;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly estimatedEndAt: Date | null;
  readonly resumeAt: Date | null;
  readonly errorCode: string | null;
  readonly errorDetail: string | null;
};

/** The newest run of every repository, or the runs that are named, newest first. */
export const listSyncRuns = defineAction({
  name: "list_sync_runs",
  summary: "Tell how far the reading of each repository is, and how the last one ended",
  scope: "read",
  input: z.object({
    ids: z
      .array(z.number().int())
      .max(1000)
      .optional()
      .describe("these runs; the newest of every repository unless given"),
  }),
  run: async (ctx, input) => {
    const which =
      input.ids === undefined
        ? sql`run.id in (select max(newest.id) from pulse.sync_runs as newest group by newest.repository_id)`
        : sql`run.id = any(${input.ids}::bigint[])`;
    const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
      sql<SyncRun>`
        select
          run.id, repository.full_name as repository, run.trigger, run.state, run.phase, run.counts, run.requests,
          run.not_modified, run.points, run.created_at, run.started_at, run.finished_at, run.estimated_end_at, run.resume_at,
          run.error_code, run.error_detail
        from pulse.sync_runs as run
        join pulse.repositories as repository on repository.id = run.repository_id
        where ${which}
        order by run.created_at desc, run.id desc
      `.execute(tx),
    );
    return { runs: found.rows };
  },
});
