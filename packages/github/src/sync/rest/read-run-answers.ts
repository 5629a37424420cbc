/** How runs are asked for, and how what came is saved. */
import { withService, type Tx } from "@pulse/db";
import { isAppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import type { RestAnswer } from "../../client/github-client.ts";
import { saveAccounts } from "../../save/save-accounts.ts";
import type { SaveScope } from "../../save/save-scope.ts";
import { saveWorkflowRuns } from "../../save/save-workflow-runs.ts";
import type { PageCounts, ReaderContext } from "../kind-reader.ts";
import { parseAnswer, parseRows } from "./parse-rows.ts";
import { toAccounts } from "./rest-fields.ts";
import { runShape, toRunRow, type RestRun } from "./run-shape.ts";

const kind = "workflow_runs";
const list = z.object({ total_count: z.int(), workflow_runs: z.array(z.unknown()) });

export function runsPath(ctx: ReaderContext): string {
  return `/repos/${ctx.repository.fullName}/actions/runs`;
}

/** The runs of a list, how many rows it has (bad ones included), and how many GitHub counts in all. */
export function readRunList(
  ctx: ReaderContext,
  data: unknown,
): { readonly runs: readonly RestRun[]; readonly listed: number; readonly total: number } {
  const repository = ctx.repository.fullName;
  const answer = parseAnswer({ repository, kind, schema: list }, data);
  const runs = parseRows(ctx, { repository, kind, schema: runShape, rows: answer.workflow_runs });
  return { runs, listed: answer.workflow_runs.length, total: answer.total_count };
}

/** One attempt, or with `attempt` null the newest one. Null where GitHub has it no more; `unchanged` where it is as it was. */
export async function readRun(
  ctx: ReaderContext,
  input: { readonly githubId: number; readonly attempt: number | null },
): Promise<{ readonly run: RestRun; readonly answer: RestAnswer } | "gone" | "unchanged"> {
  const path = `${runsPath(ctx)}/${input.githubId}`;
  try {
    const answer = await ctx.client.get(input.attempt === null ? path : `${path}/attempts/${input.attempt}`, {
      isConditional: input.attempt === null,
      signal: ctx.signal,
    });
    if (answer.isNotModified) return "unchanged";
    const [run] = parseRows(ctx, { repository: ctx.repository.fullName, kind, schema: runShape, rows: [answer.data] });
    return run === undefined ? "unchanged" : { run, answer };
  } catch (error) {
    if (isAppError(error) && error.code === "not_found") return "gone";
    throw error;
  }
}

/**
 * The attempts before the listed ones, for a list tells the newest alone: those that are not stored as completed. A run whose older attempts
 * GitHub has no more keeps the newest.
 */
export async function readEarlierAttempts(ctx: ReaderContext, runs: readonly RestRun[]): Promise<readonly RestRun[]> {
  const wanted = runs.flatMap((run) =>
    Array.from({ length: run.run_attempt - 1 }, (_, index) => ({ githubId: run.id, attempt: index + 1 })),
  );
  if (wanted.length === 0) return [];
  const known = await listCompleted(
    ctx,
    wanted.map(({ githubId }) => githubId),
  );
  const earlier: RestRun[] = [];
  for (const attempt of wanted.filter(({ githubId, attempt: number }) => !known.has(`${githubId} ${number}`))) {
    const found = await readRun(ctx, attempt);
    if (typeof found !== "string") earlier.push(found.run);
  }
  return earlier;
}

async function listCompleted(ctx: ReaderContext, githubIds: readonly number[]): Promise<ReadonlySet<string>> {
  const found = await withService(ctx.db, (tx) =>
    sql<{ githubId: number; attempt: number }>`
      select github_id, attempt
      from pulse.workflow_runs
      where repository_id = ${ctx.repository.id}
        and github_id = any(${githubIds}::bigint[])
        and status = 'completed'
    `.execute(tx),
  );
  return new Set(found.rows.map(({ githubId, attempt }) => `${githubId} ${attempt}`));
}

export async function saveRuns(tx: Tx, scope: SaveScope, runs: readonly RestRun[]): Promise<PageCounts> {
  const accountIds = await saveAccounts(tx, scope, toAccounts(runs.map((run) => run.startedBy)));
  const { counts } = await saveWorkflowRuns(
    tx,
    scope,
    runs.map((run) => toRunRow(run, accountIds)),
  );
  return { [kind]: counts };
}
