import { showDeployment } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { appFlag } from "../deploy/deploy-args.ts";
import { withDeployContext } from "../deploy/with-deploy-context.ts";
import { formatTable } from "../metric/format-table.ts";

export const deployCost = command({
  name: "deploy cost",
  summary: "Say what an app costs a month, part by part, by the platform's price list",
  description:
    "Jobs are billed by the seconds they run, and are not in it; neither are databases and traffic beyond what is included.",
  examples: ["./pulse deploy cost", "./pulse deploy cost --json"],
  args: z.object({ app: appFlag }),
  run: async (ctx, { app }) => {
    const { appName, price } = await withDeployContext(ctx, (actionCtx) =>
      showDeployment.run(actionCtx, { app: app ?? null }),
    );
    if (ctx.json) {
      ctx.printJson({ appName, ...price });
      return;
    }
    const rows = price.lines.map(({ component, size, count, usdPerMonth }) => [
      component,
      size,
      String(count),
      usdPerMonth === null ? "unknown" : `$${usdPerMonth.toFixed(2)}`,
    ]);
    const total = ["total", "", "", `$${price.usdPerMonth.toFixed(2)}`];
    ctx.out(formatTable([["component", "size", "instances", "a month"], ...rows, total]).join("\n"));
  },
});
