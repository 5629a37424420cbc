import { showDeployment } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { appFlag } from "../deploy/deploy-args.ts";
import { withDeployContext } from "../deploy/with-deploy-context.ts";

export const deployStatus = command({
  name: "deploy status",
  summary: "Say what runs of an app, what is under way, and who holds its lock",
  examples: ["./pulse deploy status", "./pulse deploy status --app pulse-hub --json"],
  args: z.object({ app: appFlag }),
  run: async (ctx, { app }) => {
    const shown = await withDeployContext(ctx, (actionCtx) => showDeployment.run(actionCtx, { app: app ?? null }));
    if (ctx.json) {
      const { appId, appName, url, active, inProgress, pinned, lock } = shown;
      ctx.printJson({ appId, appName, url, active, inProgress, pinned, lock });
      return;
    }
    const { active, inProgress, pinned, lock } = shown;
    const commits = Object.entries(active?.commits ?? {}).map(([name, sha]) => `  ${name}  ${sha.slice(0, 12)}`);
    ctx.out(
      [
        `${shown.appName}  ${shown.url ?? "no address yet"}`,
        active === null ? "Nothing runs yet." : `Runs deployment ${active.id} of ${active.createdAt}`,
        ...commits,
        ...(inProgress === null
          ? []
          : [`Under way: ${inProgress.id} (${inProgress.phase}) since ${inProgress.createdAt}`]),
        ...(pinned === null
          ? []
          : [`Pinned to a rollback since ${pinned.createdAt}: nothing is deployed until it is settled`]),
        ...(lock === null
          ? []
          : [`Locked by ${lock.holder}: ${lock.reason} (run ${lock.runId}, until ${lock.until.toISOString()})`]),
      ].join("\n"),
    );
  },
});
