import type { DeployCursor, DeployHistoryEntry, DeployRunDetails } from "@pulse/actions";

import { explainError } from "../../../problem/explain-error.ts";
import { githubAddress } from "../../../server/github-address.ts";
import type { RequestScope } from "../../../server/open-request.ts";
import { readDeployCursor } from "./deploy-cursor.ts";
import type { DeployPage } from "./deploy-page.ts";
import type { DeployQuery } from "./read-deploy-query.ts";

/** Of each log this many lines are drawn; the API and the command line have the rest. */
const drawnLines = 60;
const perPage = 20;

export type DrawnLog = { readonly component: string; readonly type: string; readonly text: string };
export type DeployHistory = { readonly entries: readonly DeployHistoryEntry[]; readonly next: DeployCursor | null };

/** Everything that the page shows, in one go. */
export async function loadDeployments(scope: RequestScope, query: DeployQuery) {
  const { actions, ctx, workspace } = scope;
  const { app, cursor } = query;
  const mayRollBack = workspace.role === "owner" || workspace.role === "admin";
  const [overview, history, run, rollback, log] = await Promise.all([
    actions.showDeployOverview.run(ctx, { app }),
    actions.listDeployHistory.run(ctx, {
      app,
      before: cursor === null ? null : readDeployCursor(cursor),
      limit: perPage,
    }),
    query.run === null ? null : loadRun(scope, query.run),
    query.rollback === null ? null : loadPlan(scope, query),
    query.log === null ? null : loadLog(scope, { app, component: query.log }),
  ]);
  const page: DeployPage = {
    slug: workspace.slug,
    timeZone: workspace.timeZone,
    drawnAt: ctx.clock.now().toISOString(),
    mayRollBack,
    githubUrl: githubAddress(),
    // Of several apps, the links on the page name the one that is shown.
    query: { ...query, app: app ?? (overview.apps.length > 1 ? (overview.app?.name ?? null) : null) },
  };
  return { overview, history, run, rollback, log, page };
}

async function loadRun(
  { actions, ctx }: RequestScope,
  id: number,
): Promise<{ readonly run: DeployRunDetails; readonly logs: readonly DrawnLog[] }> {
  const run = await actions.showDeployRun.run(ctx, { id });
  const types = (["build", "deploy", "run"] as const).filter((type) =>
    run.logs.some((log) => log.type === type.toUpperCase()),
  );
  const read = await Promise.all(
    types.map(async (type) => await actions.readDeployLogs.run(ctx, { run: id, type, lines: drawnLines })),
  );
  return { run, logs: read.flatMap(({ logs }) => logs) };
}

export type LogNow = { readonly component: string; readonly text: string; readonly problem: string | null };

/** What a part writes now, or in words why nobody can say. */
async function loadLog(
  { actions, ctx }: RequestScope,
  { app, component }: { readonly app: string | null; readonly component: string },
): Promise<LogNow> {
  try {
    const { logs } = await actions.readDeployLogs.run(ctx, { app, component, lines: drawnLines });
    return { component, text: logs[0]?.text ?? "", problem: null };
  } catch (error) {
    const { detail, isBug } = explainError(error);
    if (isBug) throw error;
    return { component, text: "", problem: detail };
  }
}

export type PlannedRollback = Awaited<ReturnType<typeof loadPlan>>;

/** The plan, or in words why there is none: that is no failure of the page. */
async function loadPlan({ actions, ctx }: RequestScope, { app, rollback, service, isFull }: DeployQuery) {
  const target = { to: rollback, service, isFull };
  try {
    return {
      target,
      plan: await actions.planRollback.run(ctx, { app, to: rollback, service, full: isFull }),
      problem: null,
    };
  } catch (error) {
    const { detail, isBug } = explainError(error);
    if (isBug) throw error;
    return { target, plan: null, problem: detail };
  }
}
