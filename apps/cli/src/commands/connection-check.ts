import { checkConnection } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { formatLimit } from "../connection/format-limit.ts";
import { withGitHubContext } from "../with-github-context.ts";

export const connectionCheck = command({
  name: "connection check",
  summary: "Ask GitHub whether a connection works, and what it may read of a repository",
  examples: ["./pulse connection check main", "./pulse connection check main --repo octo/site --json"],
  args: z.object({
    name: z.string().describe("the connection's name"),
    repo: z.string().optional().meta({ placeholder: "OWNER/NAME" }).describe("a repository to look at"),
  }),
  positionals: ["name"],
  run: async (ctx, args) => {
    const checked = await withGitHubContext(ctx, (actionCtx) =>
      checkConnection.run(actionCtx, {
        name: args.name,
        ...(args.repo === undefined ? {} : { repository: args.repo }),
      }),
    );
    const missing = checked.access?.rights.filter((right) => !right.isGranted) ?? [];
    const isEnough = missing.every((right) => !right.isRequired);
    if (ctx.json) {
      ctx.printJson(checked);
      return isEnough ? 0 : 1;
    }
    ctx.out(
      `${checked.name} works${checked.login === null ? "" : `, as ${checked.login}`}; ${formatLimit(checked.limit)}`,
    );
    if (checked.access !== null) {
      const { owner, name, visibility } = checked.access;
      ctx.out(`  sees ${owner}/${name} (${visibility})${missing.length === 0 ? " and may read all of it" : ""}`);
    }
    for (const right of missing)
      ctx.out(`  missing${right.isRequired ? "" : ", can be done without"}: ${right.missing}`);
    return isEnough ? 0 : 1;
  },
});
