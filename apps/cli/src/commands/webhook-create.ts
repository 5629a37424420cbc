import { createWebhook } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { withGitHubContext } from "../with-github-context.ts";

export const webhookCreate = command({
  name: "webhook create",
  summary: "Let GitHub tell at once what happens in a repository or an organisation",
  description:
    "Makes the hook through GitHub's API, with a secret that nobody sees. Run again, it sets the hook right that is there already.\n" +
    "The connection must be allowed to: an administrator's token with admin:repo_hook (or admin:org_hook for an organisation).",
  examples: [
    "./pulse webhook create octo/site --url https://pulse.example.com",
    "./pulse webhook create octo --url https://pulse.example.com --connection main",
  ],
  args: z.object({
    target: z.string().meta({ placeholder: "OWNER/NAME" }).describe("the repository, or an organisation"),
    url: z.string().describe("where GitHub reaches this Pulse-Hub"),
    connection: z.string().optional().meta({ placeholder: "NAME" }).describe("the connection to set it with"),
  }),
  positionals: ["target"],
  run: async (ctx, args) => {
    const { target, url, connection } = args;
    const made = await withGitHubContext(ctx, (actionCtx) =>
      createWebhook.run(actionCtx, { target, url, ...(connection === undefined ? {} : { connection }) }),
    );
    if (ctx.json) {
      ctx.printJson(made);
      return;
    }
    ctx.out(`${made.isNew ? "Made" : "Set"} the hook on ${made.target}: GitHub sends ${made.events.length} events to`);
    ctx.out(`  ${made.url}`);
    ctx.out("To see whether they arrive: ./pulse webhook deliveries");
  },
});
