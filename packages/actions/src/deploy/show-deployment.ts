import { withService } from "@pulse/db";
import { mapSpec, priceSpec, type CapturedLog } from "@pulse/deploy";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { appName } from "./deploy-fields.ts";
import { getApp, openDeploy } from "./open-deploy.ts";

/** How an app is now: what runs, how its parts are, what it costs, which parts reach which, and who deploys it. */
export const showDeployment = defineAction({
  name: "show_deployment",
  summary: "Say what runs of an app, how its parts are, what it costs and who deploys it",
  scope: "read",
  input: z.object({ app: appName }),
  run: async (ctx, { app: name }) => {
    const deploy = openDeploy(ctx);
    const app = await getApp(deploy.platform, name);
    const [health, sizes, deployments, open] = await Promise.all([
      deploy.platform.health(app.id),
      deploy.platform.listSizes(),
      deploy.platform.listDeployments(app.id),
      deploy.store.findUnfinished(app.id),
    ]);
    const lock =
      open === null
        ? null
        : { runId: open.id, holder: open.holder, reason: open.reason, until: open.leaseUntil, stage: open.stage };
    const pointed = (of: typeof app.active) =>
      of === null ? null : { id: of.id, phase: of.phase, createdAt: of.createdAt, commits: of.commits };
    return {
      appId: app.id,
      appName: app.spec.name,
      url: app.url,
      active: pointed(app.active),
      inProgress: pointed(app.inProgress ?? app.pending),
      pinned: pointed(app.pinned),
      lock,
      health,
      price: priceSpec(app.spec, sizes),
      map: mapSpec(app.spec),
      deployments: deployments.map(({ id, phase, cause, causeType, createdAt, commits }) => ({
        id,
        phase,
        cause,
        causeType,
        createdAt,
        commits,
      })),
    };
  },
});

const types = ["build", "deploy", "run"] as const;

/** What components write now, or wrote while one run deployed them, which is kept when the platform has forgotten it. */
export const readDeployLogs = defineAction({
  name: "read_deploy_logs",
  summary: "Give what components wrote: now, or while a run deployed them",
  scope: "read",
  input: z.object({
    app: appName,
    component: z.string().nullable().default(null),
    type: z.enum(types).default("run"),
    run: z.int().positive().nullable().default(null).describe("number of a run; what is written now unless given"),
    lines: z.int().min(1).max(5000).default(100),
  }),
  run: async (ctx, input) => {
    const type = typeOf[input.type];
    const logs = input.run === null ? await readNow(input.component) : await readKept(input.run);
    return {
      logs: logs.map((log) => ({
        ...log,
        text: log.text
          .split("\n")
          .slice(-input.lines - 1)
          .join("\n"),
      })),
    };

    async function readNow(only: string | null): Promise<readonly CapturedLog[]> {
      const { platform } = openDeploy(ctx);
      const app = await getApp(platform, input.app);
      const names = mapSpec(app.spec)
        .nodes.filter(({ kind }) => ["service", "worker", "job", "site"].includes(kind))
        .map((node) => node.name);
      if (only !== null && !names.includes(only)) {
        throw new AppError("not_found", `${app.spec.name} has no component ${only}. It has ${names.join(", ")}`);
      }
      const read = names
        .filter((name) => only === null || name === only)
        .map(async (component) => ({
          component,
          type,
          text: (await platform.readLog(app.id, { deploymentId: null, component, type })) ?? "",
        }));
      return (await Promise.all(read)).filter(({ text }) => text !== "" || only !== null);
    }

    async function readKept(run: number): Promise<readonly CapturedLog[]> {
      const found = await withService(ctx.db, (tx) =>
        sql<CapturedLog>`
          select component, type, text
          from pulse.deploy_logs
          where workspace_id = ${ctx.actor.workspaceId}
            and run_id = ${run}
            and type = ${type}
            and (${input.component}::text is null or component = ${input.component})
          order by component
        `.execute(tx),
      );
      return found.rows;
    }
  },
});

const typeOf = { build: "BUILD", deploy: "DEPLOY", run: "RUN" } as const;
