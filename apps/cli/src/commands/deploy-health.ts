import { showDeployment } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { appFlag } from "../deploy/deploy-args.ts";
import { withDeployContext } from "../deploy/with-deploy-context.ts";
import { formatTable } from "../metric/format-table.ts";

export const deployHealth = command({
  name: "deploy health",
  summary: "Say how the parts of an app are, by the platform's word",
  description: "Exit 1 when a part is unhealthy or has fewer instances ready than it should.",
  examples: ["./pulse deploy health", "./pulse deploy health --json"],
  args: z.object({ app: appFlag }),
  run: async (ctx, { app }) => {
    const { appName, health } = await withDeployContext(ctx, (actionCtx) =>
      showDeployment.run(actionCtx, { app: app ?? null }),
    );
    const isWell = health.every((one) => one.state !== "UNHEALTHY" && one.replicasReady >= one.replicasDesired);
    const rows = health.map(({ name, state, replicasReady, replicasDesired, cpuPercent, memoryPercent }) => [
      name,
      state,
      `${replicasReady}/${replicasDesired}`,
      `${Math.round(cpuPercent)} %`,
      `${Math.round(memoryPercent)} %`,
    ]);
    if (ctx.json) ctx.printJson({ appName, isWell, components: health });
    else ctx.out(formatTable([["component", "state", "ready", "cpu", "memory"], ...rows]).join("\n"));
    return isWell ? 0 : 1;
  },
});
