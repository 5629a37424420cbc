import { withService, type Db } from "@pulse/db";
import { performRun, type DeployRun, type RollbackPlan, type RunContext } from "@pulse/deploy";
import { AppError, isAppError, type Clock, type Logger } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import type { ActionContext } from "../action.ts";
import type { GitHubAccess } from "../connections/github-access.ts";
import { claimTask, type ClaimedTask } from "../tasks/claim-task.ts";
import { returnTask } from "../tasks/return-task.ts";
import type { DeployAccess } from "./deploy-access.ts";
import { deployTaskKind } from "./keep-task.ts";
import { openDeploy } from "./open-deploy.ts";
import { prepareRollback } from "./prepare-rollback.ts";
import { findRun } from "./run-store.ts";

type Context = {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Null where no keys were given: then nobody at GitHub is asked or told. */
  readonly github: GitHubAccess | null;
  readonly deploy: (ctx: ActionContext) => DeployAccess;
  /** This process, as others are told who holds the lock. */
  readonly holder: string;
};

const payloadShape = z.looseObject({
  run_id: z.int(),
  user_id: z.string(),
  ask: z.object({ service: z.string().nullable(), full: z.boolean() }).optional(),
});

/**
 * Does the deployment that waits longest: one that was asked for at a browser, or one whose process has died, at the stage where it is. False when
 * none waits. What cannot go on now is put back and tried again later; what a stopping worker has in hand is put back at once.
 */
export async function doNextDeploy(ctx: Context): Promise<boolean> {
  const task = await withService(ctx.db, (tx) => claimTask(tx, { kinds: [deployTaskKind], claimedBy: ctx.holder }));
  if (task === null) return false;
  const held = { leaseToken: task.leaseToken };
  try {
    await goOn(ctx, task, held);
  } catch (error) {
    if (!isAppError(error) && !ctx.signal.aborted)
      ctx.logger.error({ err: error, task: task.id }, "a deployment broke off");
    const said = isAppError(error) ? error.message : "the reason stands in the log of the worker";
    await putBack(ctx.db, { task, leaseToken: held.leaseToken, error: ctx.signal.aborted ? null : said });
  }
  return true;
}

async function goOn(ctx: Context, task: ClaimedTask, held: { leaseToken: string }): Promise<void> {
  const { run_id: runId, user_id: userId, ask } = payloadShape.parse(task.payload);
  const common: ActionContext = {
    db: ctx.db,
    clock: ctx.clock,
    logger: ctx.logger,
    signal: ctx.signal,
    actor: { userId, workspaceId: task.workspaceId },
    origin: { source: "worker", address: null, requestId: null },
    ...(ctx.github === null ? {} : { github: ctx.github }),
  };
  const actionCtx = { ...common, deploy: ctx.deploy(common) };
  const deploy = openDeploy(actionCtx);
  const open = await findRun(ctx.db, { workspaceId: task.workspaceId, id: runId });
  if (open === null) throw new AppError("not_found", `There is no run ${runId}`);
  const holder = `${open.holder.replace(byWorker, "")}, by the ${ctx.holder}`;
  const run = await deploy.store.takeOver(open, { holder, isForced: false });
  held.leaseToken = run.leaseToken;
  await performRun(deploy, run, ask === undefined ? null : await planAgain(actionCtx, deploy, { run, ask }));
}

const byWorker = /, by the worker on .*$/;

/** Once it has been asked for, nobody needs a plan. That of a deployment needs the spec and its secrets, which whoever began it has alone. */
async function planAgain(
  ctx: ActionContext,
  deploy: RunContext,
  { run, ask }: { readonly run: DeployRun; readonly ask: NonNullable<z.output<typeof payloadShape>["ask"]> },
): Promise<RollbackPlan | null> {
  if (run.stage !== "planned" && run.stage !== "asking") return null;
  return await prepareRollback(ctx, deploy, { app: run.appId, to: run.targetId, ...ask });
}

/** The run's own lease ends with the task's, so that the next need not wait for it. */
async function putBack(
  db: Db,
  {
    task,
    leaseToken,
    error,
  }: { readonly task: ClaimedTask; readonly leaseToken: string; readonly error: string | null },
): Promise<void> {
  await withService(db, async (tx) => {
    await sql`
      update pulse.deploy_runs
      set lease_until = now(), updated_at = now()
      where lease_token = ${leaseToken}
        and stage <> 'done'
    `.execute(tx);
    await returnTask(tx, { id: task.id, leaseToken }, error);
  });
}
