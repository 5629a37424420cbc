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
import { jobShape, toJobRow, type RestJob } from "./job-shape.ts";
import { parseAnswer, parseRows } from "./parse-rows.ts";

const kind = "workflow_jobs";
const list = z.object({ jobs: z.array(z.unknown()) });
const perPage = 100;
// An attempt changes for as long as it can run.
const changingMs = 35 * 86_400_000;

type Attempt = { readonly githubId: number; readonly attempt: number };

/** Jobs and their steps. A page is as many attempts as `pageSize`. */
export const jobReader: KindReader = {
  kind,
  covers: [kind],
  phases: ["recent", "backfill", "incremental"],
  pageSize: { first: 20, most: 50 },
  readPage: async (ctx, input) => {
    const { attempts, left } = await listUnread(ctx, input);
    const jobs: RestJob[] = [];
    for (const attempt of attempts) jobs.push(...(await readJobs(ctx, attempt)));
    const isDone = left <= attempts.length;
    // A depth that grows later brings attempts that are not on the list yet.
    const next = { cursor: null, position: {} };
    return {
      save: async (tx, scope) => {
        const counts = await saveWorkflowJobs(tx, scope, jobs.map(toJobRow));
        await markJobsRead(tx, scope, attempts);
        return { [kind]: counts };
      },
      next: isDone && input.from === null && input.phase !== "incremental" ? null : next,
      isDone,
      rows: attempts.length,
      total: null,
    };
  },
};

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
  const changing = input.since === null ? null : new Date(input.since.getTime() - changingMs);
  const bounds = [input.from, changing].flatMap((bound) => (bound === null ? [] : [bound.getTime()]));
  const from = bounds.length === 0 ? null : new Date(Math.max(...bounds)).toISOString();
  const found = await withService(ctx.db, (tx) =>
    sql<Attempt & { left: number }>`
      select github_id, attempt, count(*) over () as left
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
    attempts: found.rows.map(({ githubId, attempt }) => ({ githubId, attempt })),
    left: found.rows[0]?.left ?? 0,
  };
}
