/**
 * What was deployed, newest first: our own runs, which know who and why and are kept, and between them what others deployed, as far back as
 * the platform tells.
 */
import { withService } from "@pulse/db";
import type { App, Deployment, DeployProblem, DeployRun } from "@pulse/deploy";
import { isAppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction, type ActionContext } from "../action.ts";
import { appName } from "./deploy-fields.ts";
import { nameCommits, type NamedCommit } from "./named-commit.ts";
import { openReads } from "./recent-reads.ts";

export type DeployHistoryEntry = {
  /** Null for what was not deployed from here. */
  readonly runId: number | null;
  readonly deploymentId: string | null;
  /** `foreign`: a push, or somebody at the platform's own pages. */
  readonly kind: DeployRun["kind"] | "foreign";
  /** What came of our run; null for others', of which only the phase is known. */
  readonly outcome: DeployRun["state"] | null;
  /** As the platform says it now, where it still knows. */
  readonly phase: string | null;
  readonly who: string | null;
  readonly why: string;
  readonly commits: readonly NamedCommit[];
  readonly problemCode: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly isActive: boolean;
  /** The run that went back from it, where one did. */
  readonly rolledBackBy: number | null;
  /** The deployment that it went back to. */
  readonly targetId: string | null;
  /** It ran and no longer does, and the platform still has it. */
  readonly canReturnTo: boolean;
};

export type DeployCursor = { readonly at: string; readonly run: number | null; readonly deployment: string | null };

const cursorSchema = z.object({
  at: z.iso.datetime().refine((text) => new Date(text).getUTCFullYear() > 0, "lies before the first year"),
  run: z.int().nullable(),
  deployment: z.string().max(100).nullable(),
});
/** As many as the platform gives at once. */
const foreignLimit = 100;

export const listDeployHistory = defineAction({
  name: "list_deploy_history",
  summary: "List what was deployed and rolled back, by whom, at which commits, and what came of it",
  scope: "read",
  input: z.object({
    app: appName,
    before: cursorSchema.nullable().default(null).describe("the cursor of the page before"),
    limit: z.int().min(1).max(100).default(20),
  }),
  run: async (
    ctx,
    { app: wanted, before, limit },
  ): Promise<{ readonly entries: readonly DeployHistoryEntry[]; readonly next: DeployCursor | null }> => {
    const { app, deployments } = await askPlatform(ctx, wanted);
    const name = app === null ? wanted : app.id;
    const [runs, ours] = await Promise.all([
      listRuns(ctx, { app: name, before, limit: limit + 1 }),
      linkRuns(
        ctx,
        deployments.map(({ id }) => id),
      ),
    ]);
    const phases = new Map(deployments.map((one) => [one.id, one]));
    const entries = [
      ...runs.map((run) => entryOfRun(run, { app, deployment: phases.get(run.deploymentId ?? "") ?? null })),
      ...deployments
        .filter(({ id, createdAt }) => !ours.own.has(id) && isBefore({ at: createdAt, deployment: id }, before))
        .map((one) => entryOfOthers(one, { app, rolledBackBy: ours.left.get(one.id) ?? null })),
    ].toSorted(newestFirst);
    const page = entries.slice(0, limit);
    const last = page.at(-1);
    const next =
      entries.length <= limit || last === undefined
        ? null
        : {
            at: last.startedAt.toISOString(),
            run: last.runId,
            deployment: last.runId === null ? last.deploymentId : null,
          };
    return { entries: page, next };
  },
});

type Asked = { readonly app: App | null; readonly deployments: readonly Deployment[] };

/** Without the platform there is still what we kept. */
async function askPlatform(ctx: ActionContext, wanted: string | null): Promise<Asked> {
  const nothing = { app: null, deployments: [] };
  if (ctx.deploy === undefined) return nothing;
  const reads = await openReads(ctx);
  try {
    const apps = (await reads.listApps()).toSorted((one, other) => one.spec.name.localeCompare(other.spec.name));
    const app = wanted === null ? apps[0] : apps.find(({ id, spec }) => id === wanted || spec.name === wanted);
    if (app === undefined) return nothing;
    return { app, deployments: await reads.listDeployments(app.id, { limit: foreignLimit }) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return nothing;
  }
}

type RunRow = Pick<
  DeployRun,
  | "id"
  | "kind"
  | "state"
  | "deploymentId"
  | "targetId"
  | "holder"
  | "reason"
  | "wanted"
  | "spec"
  | "phase"
  | "finishedAt"
> & { readonly problem: DeployProblem | null; readonly startedAt: Date; readonly rolledBackBy: number | null };

type Page = { readonly app: string | null; readonly before: DeployCursor | null; readonly limit: number };

async function listRuns(ctx: ActionContext, { app, before, limit }: Page): Promise<readonly RunRow[]> {
  const found = await withService(ctx.db, (tx) =>
    sql<RunRow>`
      select
        run.id, run.kind, run.state, run.deployment_id, run.target_id, run.holder, run.reason, run.wanted, run.spec, run.phase,
        run.problem, run.finished_at, date_trunc('milliseconds', run.started_at) as started_at,
        (
          select back.id
          from pulse.deploy_runs as back
          where back.workspace_id = run.workspace_id
            and back.app_id = run.app_id
            and back.kind = 'rollback'
            and back.state = 'succeeded'
            and back.previous_deployment_id = run.deployment_id
          order by back.id desc
          limit 1
        ) as rolled_back_by
      from pulse.deploy_runs as run
      where run.workspace_id = ${ctx.actor.workspaceId}
        and (${app}::text is null or run.app_id = ${app} or run.app_name = ${app})
        and (
          ${before?.at ?? null}::timestamptz is null
          or date_trunc('milliseconds', run.started_at) < ${before?.at ?? null}::timestamptz
          or (date_trunc('milliseconds', run.started_at) = ${before?.at ?? null}::timestamptz and run.id < ${before?.run ?? 0}::bigint)
        )
      order by date_trunc('milliseconds', run.started_at) desc, run.id desc
      limit ${limit}
    `.execute(tx),
  );
  return found.rows;
}

type Linked = { readonly own: ReadonlySet<string>; readonly left: ReadonlyMap<string, number> };

/** Which deployments are ours, on whichever page they are, and from which of them a rollback of ours went back. */
async function linkRuns(ctx: ActionContext, ids: readonly string[]): Promise<Linked> {
  if (ids.length === 0) return { own: new Set(), left: new Map() };
  const found = await withService(ctx.db, (tx) =>
    sql<{ id: number; deploymentId: string | null; leftId: string | null }>`
      select id, deployment_id, case when kind = 'rollback' and state = 'succeeded' then previous_deployment_id end as left_id
      from pulse.deploy_runs
      where workspace_id = ${ctx.actor.workspaceId}
        and (deployment_id = any(${[...ids]}::text[]) or previous_deployment_id = any(${[...ids]}::text[]))
      order by id
    `.execute(tx),
  );
  return {
    own: new Set(found.rows.flatMap(({ deploymentId }) => (deploymentId === null ? [] : [deploymentId]))),
    left: new Map(found.rows.flatMap(({ id, leftId }) => (leftId === null ? [] : [[leftId, id] as const]))),
  };
}

function entryOfRun(
  run: RunRow,
  { app, deployment }: { readonly app: App | null; readonly deployment: Deployment | null },
): DeployHistoryEntry {
  const wanted = Object.fromEntries(run.wanted.map(({ component, commit }) => [component, commit]));
  return {
    runId: run.id,
    deploymentId: run.deploymentId,
    kind: run.kind,
    outcome: run.state,
    phase: run.state === "running" ? run.phase : (deployment?.phase ?? run.phase),
    who: run.holder,
    why: run.reason,
    commits: nameCommits(deployment?.commits ?? wanted, run.spec ?? deployment?.spec ?? app?.spec),
    problemCode: run.problem?.code ?? null,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    isActive: run.deploymentId !== null && run.deploymentId === app?.active?.id,
    rolledBackBy: run.rolledBackBy,
    targetId: run.targetId,
    canReturnTo: deployment?.phase === "SUPERSEDED",
  };
}

const terminal = ["ACTIVE", "SUPERSEDED", "ERROR", "CANCELED"];

function entryOfOthers(
  one: Deployment,
  { app, rolledBackBy }: { readonly app: App | null; readonly rolledBackBy: number | null },
): DeployHistoryEntry {
  return {
    runId: null,
    deploymentId: one.id,
    kind: "foreign",
    outcome: null,
    phase: one.phase,
    who: null,
    why: one.cause,
    commits: nameCommits(one.commits, one.spec ?? app?.spec),
    problemCode: null,
    startedAt: new Date(one.createdAt),
    finishedAt: one.updatedAt !== null && terminal.includes(one.phase) ? new Date(one.updatedAt) : null,
    isActive: one.id === app?.active?.id,
    rolledBackBy,
    targetId: null,
    canReturnTo: one.phase === "SUPERSEDED",
  };
}

/** Of one instant, our runs come first, each kind with its larger id first. */
function newestFirst(one: DeployHistoryEntry, other: DeployHistoryEntry): number {
  const apart = other.startedAt.getTime() - one.startedAt.getTime();
  if (apart !== 0) return apart;
  const runs = (other.runId ?? 0) - (one.runId ?? 0);
  return runs === 0 ? (other.deploymentId ?? "").localeCompare(one.deploymentId ?? "") : runs;
}

function isBefore(
  { at, deployment }: { readonly at: string; readonly deployment: string },
  before: DeployCursor | null,
): boolean {
  if (before === null) return true;
  const apart = Date.parse(before.at) - Date.parse(at);
  if (apart !== 0) return apart > 0;
  return before.deployment === null || deployment.localeCompare(before.deployment) < 0;
}
