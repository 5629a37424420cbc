import { disconnectRepository } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { confirm } from "../confirm.ts";
import { withActionContext } from "../with-action-context.ts";

export const repoRemove = command({
  name: "repo remove",
  summary: "Stop reading a repository, and delete what is known of it (or keep it)",
  description:
    "Deletes its issues, pull requests, reviews, commits, runs, deployments and everything else that is stored of it, and asks first. With\n" +
    "--keep-facts it is only read no more, and its numbers stay as they are. GitHub itself is not touched either way.",
  examples: ["./pulse repo remove octo/site", "./pulse repo remove octo/site --keep-facts"],
  args: z.object({
    repository: z.string().meta({ placeholder: "OWNER/NAME" }).describe("the repository"),
    keepFacts: z.boolean().default(false).describe("keep what was read"),
    yes: z.boolean().default(false).describe("do not ask"),
  }),
  positionals: ["repository"],
  run: async (ctx, args) => {
    if (!args.yes && !args.keepFacts) {
      await confirm(ctx, `Delete everything that is stored of ${args.repository}? It cannot be taken back.`);
    }
    const removed = await withActionContext(ctx, (actionCtx) =>
      disconnectRepository.run(actionCtx, { repository: args.repository, keepsFacts: args.keepFacts }),
    );
    if (ctx.json) {
      ctx.printJson(removed);
      return;
    }
    const what = `${removed.issues.toLocaleString("en-US")} issues and ${removed.pullRequests.toLocaleString("en-US")} pull requests`;
    ctx.out(
      removed.areFactsKept
        ? `${removed.repository} is read no more. Kept: ${what}, with all that hangs on them`
        : `${removed.repository} is gone, with ${what} and all that hung on them`,
    );
  },
});
