import { withService } from "@pulse/db";
import { mapSpec, type App, type CapturedLog, type Platform } from "@pulse/deploy";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { appName } from "./deploy-fields.ts";
import { getApp, openDeploy } from "./open-deploy.ts";

const types = ["build", "deploy", "run"] as const;
const typeOf = { build: "BUILD", deploy: "DEPLOY", run: "RUN" } as const;

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
      const read = listLogged(app, only).map(async (component) => ({
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

/**
 * What components write from now on, as it comes: of the deployment that is under way while it is built and started, else of what runs. Ends when
 * all logs do, as those of a build, or with the signal.
 */
export const followDeployLogs = defineAction({
  name: "follow_deploy_logs",
  summary: "Give what components write, as it comes",
  scope: "read",
  input: z.object({ app: appName, component: z.string().nullable().default(null), type: z.enum(types).default("run") }),
  run: async (ctx, input) => {
    const { platform } = openDeploy(ctx);
    const app = await getApp(platform, input.app);
    const deploymentId = input.type === "run" ? null : ((app.inProgress ?? app.pending)?.id ?? null);
    const logs = listLogged(app, input.component).map((component) => ({
      component,
      deploymentId,
      type: typeOf[input.type],
    }));
    return { texts: hear(platform, { appId: app.id, logs, signal: ctx.signal ?? new AbortController().signal }) };
  },
});

type Heard = { readonly component: string; readonly text: string };

async function* hear(
  platform: Platform,
  of: {
    readonly appId: string;
    readonly logs: readonly Parameters<Platform["followLog"]>[1][];
    readonly signal: AbortSignal;
  },
): AsyncGenerator<Heard> {
  const heard: Heard[] = [];
  let wake = () => {};
  const listening = of.logs.map(async (log) => {
    const onText = (text: string) => {
      heard.push({ component: log.component, text });
      wake();
    };
    return await platform.followLog(of.appId, log, { onText, signal: of.signal });
  });
  let isOver = false;
  const over = Promise.allSettled(listening).then(() => {
    isOver = true;
    wake();
  });
  for (;;) {
    const next = heard.shift();
    if (next !== undefined) yield next;
    else if (isOver) break;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
  await over;
  // One that could not be heard is told of after what the others wrote.
  if (!of.signal.aborted) await Promise.all(listening);
}

function listLogged(app: App, only: string | null): readonly string[] {
  const names = mapSpec(app.spec)
    .nodes.filter(({ kind }) => ["service", "worker", "job", "site"].includes(kind))
    .map((node) => node.name);
  if (only === null) return names;
  if (names.includes(only)) return [only];
  throw new AppError("not_found", `${app.spec.name} has no component ${only}. It has ${names.join(", ")}`);
}
