import { listRepositories, type RepositorySummary } from "@pulse/actions";
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
      ctx.out(
        "No repository yet. Connect one: ./pulse repo connect OWNER/NAME, or bring a file: ./pulse import archive FILE",
      );
      return;
    }
    const rows = repositories.map(({ fullName, issues, pullRequests, asOf, isHidden, ...rest }) => [
      fullName,
      isHidden ? "hidden" : `${issues} issues`,
      isHidden ? "hidden" : `${pullRequests} pull requests`,
      asOf === null ? "nothing read yet" : `as of ${asOf.toISOString()}`,
      readingOf(rest),
    ]);
    ctx.out(formatTable(rows).join("\n"));
    for (const { fullName, accessDetail } of repositories)
      if (accessDetail !== null) ctx.say(`${fullName}: ${accessDetail}`);
  },
});

function readingOf(repository: Pick<RepositorySummary, "isTracked" | "access" | "connection" | "run">): string {
  if (!repository.isTracked) return "not connected";
  if (repository.access !== "ok") return repository.access;
  return `by ${repository.connection ?? "no connection"}, ${repository.run?.state ?? "not read yet"}`;
}
