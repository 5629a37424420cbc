/**
 * Reads what became of runs since the last reading. GitHub lists them by creation only, so three ways are needed: the newest ones; those of the
 * last day, for a re-run keeps its creation; and one by one those that were not done when they were last seen.
 */
import { withService } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { removeOpenAttempts } from "../../save/remove-open-attempts.ts";
import type { Cursor, Page, PageInput, ReaderContext } from "../kind-reader.ts";
import { readEarlierAttempts, readRun, readRunList, runsPath, saveRuns } from "./read-run-answers.ts";
import type { RestRun } from "./run-shape.ts";

const positionSchema = z.object({
  step: z.enum(["list", "open"]).default("list"),
  page: z.int().positive().default(1),
  /** Runs that are not done and were among the listed ones: they need not be asked one by one. */
  seen: z.array(z.int()).readonly().default([]),
  /** The last one that was asked by itself. */
  after: z.int().nullable().default(null),
});

type Position = z.output<typeof positionSchema>;

// A re-run of an older run is told by its event, found by the sweep, or once it is open.
const rerunWindowMs = 86_400_000;
// Each is a request.
const openPerPage = 20;

export async function readRunChanges(ctx: ReaderContext, input: PageInput): Promise<Page> {
  const position = positionSchema.parse(input.cursor.position);
  return position.step === "list" ? await readNewest(ctx, input, position) : await readOpenRuns(ctx, position);
}

async function readNewest(ctx: ReaderContext, input: PageInput, position: Position): Promise<Page> {
  const answer = await ctx.client.get(runsPath(ctx), {
    query: { per_page: input.pageSize, page: position.page },
    isConditional: position.page === 1,
    signal: ctx.signal,
  });
  if (answer.isNotModified) {
    const seen = await listNewest(ctx, input.pageSize);
    return await toPage(ctx, { runs: [], position: { ...position, step: "open", seen } });
  }
  const { runs } = readRunList(ctx, answer.data);
  const seen = [...new Set([...position.seen, ...runs.map((run) => run.id)])];
  const isEnough = answer.next === null || (await isOldEnough(ctx, { runs, since: input.since }));
  const page = await toPage(ctx, {
    runs: [...runs, ...(await readEarlierAttempts(ctx, runs))],
    position: isEnough ? { ...position, step: "open", seen } : { ...position, page: position.page + 1, seen },
  });
  return {
    ...page,
    save: async (tx, scope) => {
      // The pages behind are kept by the cursor, which is written together with this.
      await answer.saveEtag(tx);
      return await page.save(tx, scope);
    },
  };
}

/** Beyond `since` only re-runs are looked for: for a day, and for as long as pages hold something that is not stored as it is. */
async function isOldEnough(
  ctx: ReaderContext,
  input: { readonly runs: readonly RestRun[]; readonly since: Date | null },
): Promise<boolean> {
  const { runs, since } = input;
  if (since === null) return false;
  const oldestMs = Math.min(...runs.map((run) => Date.parse(run.created_at)));
  if (oldestMs >= since.getTime()) return false;
  return oldestMs < since.getTime() - rerunWindowMs || (await isStored(ctx, runs));
}

async function isStored(ctx: ReaderContext, runs: readonly RestRun[]): Promise<boolean> {
  const told = runs.map((run) => ({ githubId: run.id, attempt: run.run_attempt, updatedAt: run.updated_at }));
  const found = await withService(ctx.db, (tx) =>
    sql<{ missing: number }>`
      select count(*) as missing
      from json_to_recordset(${JSON.stringify(told)}::json)
        as row ("githubId" bigint, attempt integer, "updatedAt" timestamptz)
      left join pulse.workflow_runs as run
        on run.repository_id = ${ctx.repository.id}
        and run.github_id = row."githubId"
        and run.attempt = row.attempt
        and run.updated_at >= row."updatedAt"
      where run.id is null
    `.execute(tx),
  );
  return found.rows[0]?.missing === 0;
}

async function readOpenRuns(ctx: ReaderContext, position: Position): Promise<Page> {
  const open = await listOpen(ctx, position);
  const runs: RestRun[] = [];
  const gone: number[] = [];
  const etags: Exclude<Awaited<ReturnType<typeof readRun>>, string>["answer"][] = [];
  for (const githubId of open.slice(0, openPerPage)) {
    const found = await readRun(ctx, { githubId, attempt: null });
    if (found === "gone") gone.push(githubId);
    if (typeof found === "string") continue;
    runs.push(found.run);
    etags.push(found.answer);
  }
  const earlier = await readEarlierAttempts(ctx, runs);
  const page = await toPage(ctx, {
    runs: [...runs, ...earlier],
    position: { ...position, after: open[openPerPage - 1] ?? 0 },
  });
  return {
    ...page,
    save: async (tx, scope) => {
      for (const answer of etags) await answer.saveEtag(tx);
      await removeOpenAttempts(tx, scope, gone);
      return await page.save(tx, scope);
    },
  };
}

async function toPage(
  ctx: ReaderContext,
  input: { readonly runs: readonly RestRun[]; readonly position: Position },
): Promise<Page> {
  const { runs, position } = input;
  const isDone = position.step === "open" && (await listOpen(ctx, position)).length === 0;
  const next: Cursor | null = isDone ? null : { cursor: null, position };
  return { save: async (tx, scope) => await saveRuns(tx, scope, runs), next, isDone, rows: runs.length, total: null };
}

/** Runs of which an attempt was not done when it was last seen, newest first, behind the last one asked. */
async function listOpen(ctx: ReaderContext, position: Position): Promise<readonly number[]> {
  const found = await withService(ctx.db, (tx) =>
    sql<{ githubId: number }>`
      select distinct github_id
      from pulse.workflow_runs
      where repository_id = ${ctx.repository.id}
        and status <> 'completed'
        and github_id <> all(${position.seen}::bigint[])
        and (${position.after}::bigint is null or github_id < ${position.after}::bigint)
      order by github_id desc
      limit ${openPerPage + 1}
    `.execute(tx),
  );
  return found.rows.map((row) => row.githubId);
}

/** What an unchanged first page held. */
async function listNewest(ctx: ReaderContext, rows: number): Promise<readonly number[]> {
  const found = await withService(ctx.db, (tx) =>
    sql<{ githubId: number }>`
      select github_id
      from pulse.workflow_runs
      where repository_id = ${ctx.repository.id}
      group by github_id
      order by min(created_at) desc, github_id desc
      limit ${rows}
    `.execute(tx),
  );
  return found.rows.map((row) => row.githubId);
}
