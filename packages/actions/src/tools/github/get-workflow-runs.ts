import { withWorkspace } from "@pulse/db";
import { listLiveRuns, type LiveRun } from "@pulse/github";
import { sql } from "kysely";
import { z } from "zod";

import type { ActionContext } from "../../action.ts";
import { defineTool } from "../tool.ts";
import { findRepository } from "./find-repository.ts";
import { nextPlace } from "./next-place.ts";
import { readThrough, type MirrorPlace } from "./read-through.ts";
import {
  instantOrDate,
  login,
  readsGitHub,
  repositoryShape,
  secondsBetween,
  sourceShape,
  workflowId,
} from "./shapes.ts";

const runRow = z.object({
  id: z.number(),
  workflow: z.string().nullable(),
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  branch: z.string().nullable(),
  event: z.string().nullable(),
  actor: z.string().nullable(),
  run_attempt: z.number(),
  started_at: z.string(),
  duration_s: z.number().nullable().describe("null while it runs"),
});

type RunRow = z.output<typeof runRow>;

const word = z.string().max(100);
const input = {
  ...repositoryShape,
  workflow_id: workflowId.optional().describe("number, or file such as ci.yml"),
  branch: z.string().max(255).optional(),
  status: word.optional().describe("such as in_progress or failure"),
  event: word.optional(),
  actor: login.optional(),
  created_from: instantOrDate.optional(),
  created_to: instantOrDate.optional(),
};

type Input = z.output<z.ZodObject<typeof input>>;

export const githubGetWorkflowRuns = defineTool({
  name: "github_get_workflow_runs",
  title: "Workflow runs of a repository",
  description:
    "Lists runs of GitHub Actions, newest first, with how they ended and how long they took. How healthy CI is as a whole: analytics_ci_health.",
  set: "actions",
  scope: "read",
  hints: readsGitHub,
  isForeignText: true,
  isPaged: true,
  input,
  output: { repository: z.string(), ...sourceShape, items: z.array(runRow) },
  run: async (ctx, asked) => {
    const repository = await findRepository(ctx, { ...asked, kinds: ["workflow_runs"] });
    const { rows, ...read } = await readThrough(ctx, repository, {
      fromMirror: async (after, limit) =>
        await readStored(ctx, { ...asked, repositoryId: repository.id, after, limit }),
      fromGitHub: async (client, page) => {
        const live = await listLiveRuns(client, {
          repository: repository.fullName,
          workflow: asked.workflow_id ?? null,
          query: { ...filtersOf(asked), ...page },
          signal: ctx.signal,
        });
        return { ...live, rows: live.rows.map(fromLive) };
      },
    });
    return { repository: repository.fullName, ...read, items: rows };
  },
});

function filtersOf({ branch, status, event, actor, created_from: from, created_to: to }: Input) {
  const created = from === undefined && to === undefined ? undefined : `${from ?? "*"}..${to ?? "*"}`;
  const given = Object.entries({ branch, status, event, actor, created });
  return Object.fromEntries(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function fromLive(run: LiveRun): RunRow {
  const startedAt = run.run_started_at ?? run.created_at;
  return {
    id: run.id,
    workflow: run.name,
    status: run.status,
    conclusion: run.conclusion,
    branch: run.head_branch,
    event: run.event,
    actor: run.startedBy?.login ?? null,
    run_attempt: run.run_attempt,
    started_at: startedAt,
    duration_s: run.status === "completed" ? secondsBetween(new Date(startedAt), new Date(run.updated_at)) : null,
  };
}

type StoredRun = Omit<RunRow, "started_at" | "duration_s" | "run_attempt"> & {
  readonly attempt: number;
  readonly runStartedAt: Date;
  readonly updatedAt: Date;
  readonly place: string;
};

async function readStored(
  ctx: ActionContext,
  asked: Input & { readonly repositoryId: number; readonly after: MirrorPlace | null; readonly limit: number },
) {
  const { workflow_id: workflow = null, branch = null, status = null, event = null, actor = null } = asked;
  const { created_from: from = null, created_to: to = null } = asked;
  const [at = null, last = null] = asked.after ?? [];
  const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
    sql<StoredRun>`
      select
        run.github_id as id, workflow.name as workflow, run.status, run.conclusion, run.head_branch as branch, run.event,
        actor.login as actor, run.attempt, run.run_started_at, run.updated_at, run.run_started_at::text as place
      from pulse.workflow_runs as run
      join pulse.workflows as workflow
        on workflow.repository_id = run.repository_id
        and workflow.id = run.workflow_id
      left join pulse.accounts as actor
        on actor.workspace_id = run.workspace_id
        and actor.id = run.actor_id
      where run.repository_id = ${asked.repositoryId}
        -- As GitHub lists them: of a run with several attempts, the last.
        and not exists (
          select
          from pulse.workflow_runs as later
          where later.repository_id = run.repository_id
            and later.github_id = run.github_id
            and later.attempt > run.attempt
        )
        and (
          ${workflow}::text is null
          or workflow.github_id::text = ${workflow}
          or workflow.path like '%/' || replace(replace(${workflow}, '\\', '\\\\'), '_', '\\_')
        )
        and (${branch}::text is null or run.head_branch = ${branch})
        and (${status}::text is null or ${status} in (run.status, run.conclusion))
        and (${event}::text is null or run.event = ${event})
        and (${actor}::text is null or lower(actor.login) = lower(${actor}))
        and (${from}::timestamptz is null or run.created_at >= ${from}::timestamptz)
        and (${to}::timestamptz is null or run.created_at <= ${to}::timestamptz)
        and (
          ${at}::timestamptz is null
          or (run.run_started_at, run.github_id) < (${at}::timestamptz, ${last}::bigint)
        )
      order by run.run_started_at desc, run.github_id desc
      limit ${asked.limit + 1}
    `.execute(tx),
  );
  const rows = found.rows.slice(0, asked.limit).map(({ attempt, runStartedAt, updatedAt, ...row }): RunRow => ({
    ...row,
    run_attempt: attempt,
    started_at: runStartedAt.toISOString(),
    duration_s: row.status === "completed" ? secondsBetween(runStartedAt, updatedAt) : null,
  }));
  return { rows, next: nextPlace(found.rows, asked.limit, ({ place, id }) => [place, id]) };
}
