import { followDeployLogs, readDeployLogs, type ActionContext } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import type { CliContext } from "../context.ts";
import { appFlag } from "../deploy/deploy-args.ts";
import { withDeployContext } from "../deploy/with-deploy-context.ts";
import { usageError } from "../usage-error.ts";

export const deployLogs = command({
  name: "deploy logs",
  summary: "Print what components write now, or wrote while a run deployed them",
  description:
    "The platform forgets the log of a failed start within minutes; --run has what was kept of it. With --follow it goes on until the log ends or you\n" +
    "end it: a build's is that of the deployment that is under way.",
  examples: [
    "./pulse deploy logs",
    "./pulse deploy logs pulse-hub-web --type build --follow",
    "./pulse deploy logs --run 12",
  ],
  args: z.object({
    component: z.string().optional().describe("one component; all unless given"),
    type: z.enum(["build", "deploy", "run"]).default("run").describe("of which time"),
    run: z.coerce.number().int().positive().optional().describe("number of a run, as history and status have it"),
    lines: z.coerce.number().int().min(1).max(5000).default(100).describe("how many of the last"),
    follow: z.boolean().default(false).describe("go on with what is written from now on"),
    app: appFlag,
  }),
  positionals: ["component"],
  run: async (ctx, args) => {
    if (args.follow) {
      if (args.run !== undefined || ctx.json)
        throw usageError("--follow goes with neither --run nor --json", "deploy logs");
      await withDeployContext(ctx, async (actionCtx) => await follow(ctx, actionCtx, args));
      return;
    }
    const { logs } = await withDeployContext(ctx, (actionCtx) =>
      readDeployLogs.run(actionCtx, {
        app: args.app ?? null,
        component: args.component ?? null,
        type: args.type,
        run: args.run ?? null,
        lines: args.lines,
      }),
    );
    if (ctx.json) ctx.printJson({ logs });
    else if (logs.length === 0) ctx.out("There is no such log, or no longer.");
    else
      ctx.out(
        logs
          .map(({ component, text }) => (args.component === undefined ? `== ${component}\n${text}` : text))
          .join("\n"),
      );
  },
});

async function follow(
  ctx: CliContext,
  actionCtx: ActionContext,
  args: {
    readonly app?: string | undefined;
    readonly component?: string | undefined;
    readonly type: "build" | "deploy" | "run";
  },
): Promise<void> {
  const { component = null, app = null, type } = args;
  const { texts } = await followDeployLogs.run(actionCtx, { app, component, type });
  let hasWritten = false;
  for await (const { component: from, text } of texts) {
    hasWritten = true;
    const lines = text.replace(/\n$/, "").split("\n");
    ctx.out(lines.map((line) => (component === null ? `${from}  ${line}` : line)).join("\n"));
  }
  if (!hasWritten) ctx.say("There is no such log, or no longer.");
}
