import { readDeployLogs } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { appFlag } from "../deploy/deploy-args.ts";
import { withDeployContext } from "../deploy/with-deploy-context.ts";

export const deployLogs = command({
  name: "deploy logs",
  summary: "Print what components write now, or wrote while a run deployed them",
  description: "The platform forgets the log of a failed start within minutes; --run has what was kept of it.",
  examples: ["./pulse deploy logs", "./pulse deploy logs pulse-hub-web --type build", "./pulse deploy logs --run 12"],
  args: z.object({
    component: z.string().optional().describe("one component; all unless given"),
    type: z.enum(["build", "deploy", "run"]).default("run").describe("of which time"),
    run: z.coerce.number().int().positive().optional().describe("number of a run, as history and status have it"),
    lines: z.coerce.number().int().min(1).max(5000).default(100).describe("how many of the last"),
    app: appFlag,
  }),
  positionals: ["component"],
  run: async (ctx, args) => {
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
