import {
  listRollbackTargets,
  planFullRollback,
  planPlatformRollback,
  planServiceRollback,
  spec as specShape,
  type App,
  type Deployment,
  type RollbackPlan,
  type RunContext,
} from "@pulse/deploy";
import { withService } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import type { ActionContext } from "../action.ts";
import type { RollbackAsk } from "./keep-task.ts";
import { getApp } from "./open-deploy.ts";

type Target = RollbackAsk & { readonly app: string | null; readonly to: string | null };

/** Asks what a plan of going back needs to be made, and makes it. Nothing changes. */
export async function prepareRollback(ctx: ActionContext, deploy: RunContext, input: Target): Promise<RollbackPlan> {
  const app = await getApp(deploy.platform, input.app);
  // What is under way is gone on with, whatever would be chosen now.
  const open = await deploy.store.findUnfinished(app.id);
  const to = input.to ?? (open?.kind === "rollback" ? open.targetId : null);
  if (input.full) return await prepareFull(ctx, deploy, { app, to });
  const candidates = await listCandidates(deploy, { app, to });
  const [first] = candidates;
  if (first === undefined) throw nothingToGoBackTo(app);
  if (input.service !== null) return planServiceRollback({ app, target: first, service: input.service });
  const plans: RollbackPlan[] = [];
  for (const candidate of candidates) {
    const plan = planPlatformRollback({
      app,
      target: candidate,
      verdict: await deploy.platform.validateRollback(app.id, candidate.id),
    });
    if (plan.refusals.length === 0) return plan;
    plans.push(plan);
  }
  // None works: the reason of the one that was meant says most.
  return plans[0] ?? planServiceRollback({ app, target: first, service: "" });
}

const triedTargets = 5;

async function listCandidates(
  deploy: RunContext,
  { app, to }: { readonly app: App; readonly to: string | null },
): Promise<readonly Deployment[]> {
  if (to !== null) return [await deploy.platform.getDeployment(app.id, to)];
  const targets = listRollbackTargets(app, await deploy.platform.listDeployments(app.id, { limit: 50 }));
  return targets.slice(0, triedTargets);
}

/** What our own record says ran and worked, since the platform may have forgotten it. */
async function prepareFull(
  ctx: ActionContext,
  deploy: RunContext,
  { app, to }: { readonly app: App; readonly to: string | null },
): Promise<RollbackPlan> {
  const found = await withService(ctx.db, (tx) =>
    sql<{
      deploymentId: string;
      spec: unknown;
      wanted: readonly { component: string; commit: string | null }[];
      startedAt: Date;
    }>`
      select deployment_id, spec, wanted, started_at
      from pulse.deploy_runs
      where workspace_id = ${ctx.actor.workspaceId}
        and app_id = ${app.id}
        and state = 'succeeded'
        and deployment_id is not null
        and case when ${to}::text is null then deployment_id is distinct from ${app.active?.id ?? null} else deployment_id = ${to} end
      order by started_at desc, id desc
      limit 1
    `.execute(tx),
  );
  const [run] = found.rows;
  const recorded = specShape.safeParse(run?.spec);
  if (run === undefined || !recorded.success) {
    if (to === null) throw nothingToGoBackTo(app);
    const deployment = await deploy.platform.getDeployment(app.id, to);
    return planFullRollback({ app, target: deployment, recorded: deployment.spec ?? app.spec });
  }
  const commits = run.wanted.flatMap(({ component, commit }) =>
    commit === null ? [] : [[component, commit] as const],
  );
  const recordedTarget: Deployment = {
    id: run.deploymentId,
    phase: "SUPERSEDED",
    cause: "",
    causeType: null,
    previousId: null,
    createdAt: run.startedAt.toISOString(),
    updatedAt: null,
    commits: Object.fromEntries(commits),
    spec: recorded.data,
    steps: [],
  };
  return planFullRollback({ app, target: recordedTarget, recorded: recorded.data });
}

function nothingToGoBackTo(app: App): AppError {
  return new AppError(
    "not_found",
    `Nothing else has run of ${app.spec.name} that could be gone back to. ./pulse deploy history shows what has`,
  );
}
