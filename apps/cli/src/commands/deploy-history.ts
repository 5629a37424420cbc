import { listDeployRuns } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { withActionContext } from "../with-action-context.ts";

export const deployHistory = command({
  name: "deploy history",
  summary: "List what was deployed and rolled back, by whom, why, and what came of it",
  examples: ["./pulse deploy history", "./pulse deploy history --app pulse-hub --limit 5 --json"],
  args: z.object({
    app: z.string().optional().describe("name or id of the app; all unless given"),
    limit: z.coerce.number().int().min(1).max(200).default(20).describe("how many, newest first"),
  }),
  run: async (ctx, { app, limit }) => {
    const { runs } = await withActionContext(ctx, (actionCtx) =>
      listDeployRuns.run(actionCtx, { app: app ?? null, limit }),
    );
    if (ctx.json) {
      ctx.printJson({ runs });
      return;
    }
    if (runs.length === 0) {
      ctx.out("Nothing was deployed from here yet.");
      return;
    }
    const lines = runs.map((run) => {
      const commit = run.wanted.find((one) => one.commit !== null)?.commit?.slice(0, 12) ?? "";
      const code = run.problem === null ? "" : ` ${run.problem.code}`;
      return `${run.startedAt.toISOString()}  ${run.kind} ${run.appName} ${run.state}${code}  ${commit}  ${run.holder}: ${run.reason}  ${run.deploymentId ?? ""}`;
    });
    ctx.out(lines.join("\n"));
  },
});
