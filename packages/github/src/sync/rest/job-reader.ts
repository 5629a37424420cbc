/**
 * Jobs cost a request for each attempt of a run. Which attempts are left to ask is a list in the database, newest first: a reading that is
 * interrupted, or runs out of its budget, goes on where it was, and an attempt is asked again only when it changed.
 */
import { withService } from "@pulse/db";
import { isAppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { markJobsRead } from "../../save/mark-jobs-read.ts";
import { saveWorkflowJobs } from "../../save/save-workflow-jobs.ts";
import type { KindReader, PageInput, ReaderContext } from "../kind-reader.ts";
import { saveCoverage } from "../save-coverage.ts";
import { jobShape, toJobRow, type RestJob } from "./job-shape.ts";
import { parseAnswer, parseRows } from "./parse-rows.ts";

const kind = "workflow_jobs";
const list = z.object({ jobs: z.array(z.unknown()) });
const perPage = 100;

const positionSchema = z.object({ done: z.int().default(0) });

type Attempt = { readonly githubId: number; readonly attempt: number; readonly runStartedAt: Date };

type Extent = {
  /** Attempts to a page; each is a request. */
  readonly pageSize: KindReader["pageSize"];
  /** No walk but that through the depth reads more: nothing else is to wait for hours. The rest comes with the depth, and with later runs. */
  readonly newestAttempts: number;
};

/** A busy repository has tens of thousands of attempts; a thousand of them are well within an hour of a token's limit. */
export const jobReader = createJobReader({ pageSize: { first: 20, most: 50 }, newestAttempts: 1000 });

/** Without a token each answer is kept at once, and no walk takes more than an hour's sixty. */
export const publicJobReader = createJobReader({ pageSize: { first: 1, most: 1 }, newestAttempts: 60 });

/** Jobs and their steps, of the newest attempts first. */
function createJobReader({ pageSize, newestAttempts }: Extent): KindReader {
  return {
    kind,
    // It notes by itself how far back it is, for a walk may be cut short.
    covers: [],
    phases: ["recent", "backfill", "incremental"],
    pageSize,
    readPage: async (ctx, input) => {
      const { done } = positionSchema.parse(input.cursor.position);
      const allowed = input.phase === "backfill" ? Infinity : newestAttempts - done;
      const { attempts, left } = await listUnread(ctx, { ...input, pageSize: Math.min(input.pageSize, allowed) });
      const jobs: RestJob[] = [];
      for (const attempt of attempts) jobs.push(...(await readJobs(ctx, attempt)));
      const isExhausted = left <= attempts.length;
      const isDone = isExhausted || attempts.length >= allowed;
      // A depth that grows later brings attempts that are not on the list yet.
      const isAll = isExhausted && input.from === null && input.phase !== "incremental";
      return {
        save: async (tx, scope) => {
          const counts = await saveWorkflowJobs(tx, scope, jobs.map(toJobRow));
          await markJobsRead(tx, scope, attempts);
          const covered = coverageOf(input, { attempts, isExhausted, isDone, readAt: new Date(scope.fetchedAt) });
          if (covered !== null) await saveCoverage(tx, scope, { kinds: [kind], ...covered });
          return { [kind]: counts };
        },
        next: isAll ? null : { cursor: null, position: isDone ? {} : { done: done + attempts.length } },
        isDone,
        rows: attempts.length,
        total: null,
      };
    },
  };
}

type Read = {
  readonly attempts: readonly Attempt[];
  readonly isExhausted: boolean;
  readonly isDone: boolean;
  readonly readAt: Date;
};

/** Attempts are read newest first: all from the oldest of a page on are known, and when none is left, all that were asked for. */
function coverageOf(input: PageInput, read: Read): { readonly from: Date | null; readonly to: Date } | null {
  const { isExhausted, readAt } = read;
  const oldest = read.attempts.at(-1)?.runStartedAt ?? null;
  if (input.phase === "incremental") {
    // Not before it joins what is known already, which would count as a gap.
    if (!read.isDone) return null;
    const known = [oldest ?? readAt, ...(isExhausted && input.since !== null ? [input.since] : [])];
    return { from: new Date(Math.min(...known.map((at) => at.getTime()))), to: readAt };
  }
  const from = isExhausted ? input.from : oldest;
  if (from === null && !isExhausted) return null;
  // The depth adds what is older and says nothing of now.
  return { from, to: input.phase === "recent" ? readAt : (from ?? new Date(0)) };
}

async function readJobs(ctx: ReaderContext, { githubId, attempt }: Attempt): Promise<readonly RestJob[]> {
  const repository = ctx.repository.fullName;
  const jobs: RestJob[] = [];
  let path: string | null =
    `/repos/${repository}/actions/runs/${githubId}/attempts/${attempt}/jobs?per_page=${perPage}`;
  try {
    while (path !== null) {
      const answer: Awaited<ReturnType<typeof ctx.client.get>> = await ctx.client.get(path, { signal: ctx.signal });
      if (answer.isNotModified) break;
      const rows = parseAnswer({ repository, kind, schema: list }, answer.data).jobs;
      jobs.push(...parseRows(ctx, { repository, kind, schema: jobShape, rows }));
      path = answer.next;
    }
  } catch (error) {
    // The run was deleted, or is so old that GitHub has its jobs no more: there is nothing to read, now or later.
    if (!isAppError(error) || error.code !== "not_found") throw error;
  }
  return jobs;
}

/** Attempts that have begun and whose jobs were not read since they last changed. */
async function listUnread(
  ctx: ReaderContext,
  input: PageInput,
): Promise<{ readonly attempts: readonly Attempt[]; readonly left: number }> {
  const from = input.from?.toISOString() ?? null;
  const found = await withService(ctx.db, (tx) =>
    sql<Attempt & { left: number }>`
      select github_id, attempt, run_started_at, count(*) over () as left
      from pulse.workflow_runs
      where repository_id = ${ctx.repository.id}
        and status in ('completed', 'in_progress')
        and (jobs_read_at is null or jobs_read_at < fetched_at)
        and (${from}::timestamptz is null or run_started_at >= ${from}::timestamptz)
      order by run_started_at desc, github_id desc, attempt desc
      limit ${input.pageSize}
    `.execute(tx),
  );
  return {
    attempts: found.rows.map(({ left: _left, ...attempt }) => attempt),
    left: found.rows[0]?.left ?? 0,
  };
}
