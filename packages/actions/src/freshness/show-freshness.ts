import { findNewestWorkerBeat, withWorkspace } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";

export type Freshness = {
  /** Repositories that are read from GitHub; imported ones are as old as their file. */
  readonly tracked: number;
  /** Those that GitHub does not show to us any more. */
  readonly unreachable: number;
  readonly reading: number;
  /** How much of what is being read now is read, from 0 to 1; null while GitHub has not said how much there is. */
  readonly progress: number | null;
  /** When the repository that was read least recently was; null while one was never read to the end. */
  readonly syncedAt: Date | null;
  /** When a worker last said that it lives, and whether that is recent. */
  readonly worker: { readonly isAlive: boolean; readonly beatAt: Date | null };
};

type FreshnessRow = Omit<Freshness, "worker" | "progress"> & { readonly done: number; readonly total: number };

// As in the web app's health: three missed beats.
const beatLimitMs = 30_000;

/** How fresh the workspace is as a whole: what every page says in its corner. */
export const showFreshness = defineAction({
  name: "show_freshness",
  summary: "Show how fresh the workspace is: when it was last read, what is being read now, and whether a worker runs",
  scope: "read",
  input: z.object({}),
  run: async (ctx): Promise<Freshness> => {
    const [found, beatAt] = await Promise.all([
      withWorkspace(ctx.db, ctx.actor, (tx) =>
        sql<FreshnessRow>`
          with tracked as (
            select
              repository.id,
              repository.access in ('ok', 'renamed', 'transferred') as is_reached,
              (
                select max(run.finished_at)
                from pulse.sync_runs as run
                where run.repository_id = repository.id
                  and run.state = 'done'
              ) as synced_at
            from pulse.repositories as repository
            where repository.is_tracked
          ),
          running as (
            select run.id, run.counts
            from pulse.sync_runs as run
            where run.state in ('running', 'waiting')
          ),
          counted as (
            select
              sum(least((kind.value ->> 'done')::numeric, (kind.value ->> 'total')::numeric)) as done,
              sum((kind.value ->> 'total')::numeric) as total
            from running
            cross join lateral jsonb_each(running.counts) as kind
            where kind.value ->> 'total' is not null
          )
          select
            (select count(*) from tracked) as tracked,
            (select count(*) from tracked where not is_reached) as unreachable,
            (select count(*) from running) as reading,
            (select case when bool_and(synced_at is not null) then min(synced_at) end from tracked where is_reached) as synced_at,
            coalesce(counted.done, 0) as done,
            coalesce(counted.total, 0) as total
          from counted
        `.execute(tx),
      ),
      findNewestWorkerBeat(ctx.db),
    ]);
    const [row] = found.rows;
    if (row === undefined) throw new Error("an aggregate gave no row");
    const { done, total, ...rest } = row;
    const isAlive = beatAt !== null && ctx.clock.now().getTime() - beatAt.getTime() < beatLimitMs;
    return { ...rest, progress: total === 0 ? null : done / total, worker: { isAlive, beatAt } };
  },
});
