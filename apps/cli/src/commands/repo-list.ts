import { listRepositories } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { formatTable } from "../metric/format-table.ts";
import { withActionContext } from "../with-action-context.ts";

export const repoList = command({
  name: "repo list",
  summary: "List the repositories of the workspace and how fresh each is",
  examples: ["./pulse repo list", "./pulse repo list --json"],
  args: z.object({}),
  run: async (ctx) => {
    const { repositories } = await withActionContext(ctx, (actionCtx) => listRepositories.run(actionCtx, {}));
    if (ctx.json) {
      ctx.printJson({ repositories });
      return;
    }
    if (repositories.length === 0) {
      ctx.out("No repository yet. Bring one: ./pulse import archive FILE");
      return;
    }
    const rows = repositories.map(({ fullName, issues, pullRequests, asOf }) => [
      fullName,
      `${issues} issues`,
      `${pullRequests} pull requests`,
      asOf === null ? "nothing read yet" : `as of ${asOf.toISOString()}`,
    ]);
    ctx.out(formatTable(rows).join("\n"));
  },
});
