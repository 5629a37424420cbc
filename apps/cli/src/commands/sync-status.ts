import { listSyncRuns } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { formatRun } from "../sync/format-run.ts";
import { withActionContext } from "../with-action-context.ts";

export const syncStatus = command({
  name: "sync status",
  summary: "Tell how far the reading of each repository is, and how the last one ended",
  examples: ["./pulse sync status", "./pulse sync status --json"],
  args: z.object({}),
  run: async (ctx) => {
    const { runs } = await withActionContext(ctx, (actionCtx) => listSyncRuns.run(actionCtx, {}));
    if (ctx.json) ctx.printJson({ runs });
    else if (runs.length === 0)
      ctx.out("Nothing was read from GitHub yet. Connect a repository: ./pulse repo connect OWNER/NAME");
    else ctx.out(runs.flatMap(formatRun).join("\n"));
  },
});
