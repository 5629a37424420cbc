import { showDeployment } from "@pulse/actions";
import { mapSpec } from "@pulse/deploy";
import { z } from "zod";

import { command } from "../command.ts";
import { appFlag } from "../deploy/deploy-args.ts";
import { readDeployment } from "../deploy/read-deployment.ts";
import { withDeployContext } from "../deploy/with-deploy-context.ts";

export const deployMap = command({
  name: "deploy map",
  summary: "Show which parts an app has, who reaches them from outside, and which reach which",
  description: "With --spec it reads the file and asks nobody.",
  examples: ["./pulse deploy map --spec app-spec.yaml", "./pulse deploy map --app pulse-hub --json"],
  args: z.object({ app: appFlag, spec: z.string().optional().describe("an app spec, instead of what is deployed") }),
  run: async (ctx, { app, spec }) => {
    const map =
      spec === undefined
        ? (await withDeployContext(ctx, (actionCtx) => showDeployment.run(actionCtx, { app: app ?? null }))).map
        : mapSpec((await readDeployment({ spec, env: [], command: "deploy map" })).spec);
    if (ctx.json) {
      ctx.printJson(map);
      return;
    }
    const lines = map.nodes.flatMap(({ name, kind, isPublic, ports }) => {
      const where = kind === "service" ? (isPublic ? "  public" : "  internal") : "";
      const listens = ports.length === 0 ? "" : `  port ${ports.join(", ")}`;
      const reached = map.edges.filter(({ from }) => from === name).map(({ to, by }) => `  → ${to}  (${by})`);
      return [`${name}  ${kind}${where}${listens}`, ...reached];
    });
    ctx.out(lines.join("\n"));
  },
});
