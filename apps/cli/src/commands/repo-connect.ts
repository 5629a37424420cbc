import { connectRepository, depths, saveConnection } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { formatLimit } from "../connection/format-limit.ts";
import { readSecretFromStdin } from "../connection/read-secret.ts";
import { withGitHubContext } from "../with-github-context.ts";

const defaultConnection = "main";

export const repoConnect = command({
  name: "repo connect",
  summary: "Check access to a repository on GitHub, say what is missing, and begin to read it",
  description:
    "Reads with the connection that is named, else with the first that sees the repository, else with GITHUB_TOKEN, else without a token (public\n" +
    "repositories only). The last 90 days come first. Connecting again can widen the depth or change the connection; nothing is read twice.",
  examples: [
    "./pulse repo connect octo/site",
    "./pulse repo connect octo/site --depth all --connection main",
    "./pulse repo connect octo/site --token-stdin < token.txt",
  ],
  args: z.object({
    repository: z.string().meta({ placeholder: "OWNER/NAME" }).describe("the repository"),
    connection: z.string().optional().meta({ placeholder: "NAME" }).describe("the connection to read it with"),
    tokenStdin: z
      .boolean()
      .default(false)
      .describe(`read a token from stdin and save it first, as the connection (${defaultConnection} unless named)`),
    depth: z.enum(depths).optional().describe("how far back to read (1y)"),
  }),
  positionals: ["repository"],
  run: async (ctx, args) => {
    const token = args.tokenStdin ? await readSecretFromStdin("token") : null;
    const connection = args.connection ?? (token === null ? undefined : defaultConnection);
    const connected = await withGitHubContext(ctx, async (actionCtx) => {
      if (token !== null) await saveConnection.run(actionCtx, { name: connection ?? defaultConnection, token });
      return await connectRepository.run(actionCtx, {
        repository: args.repository,
        ...(connection === undefined ? {} : { connection }),
        ...(args.depth === undefined ? {} : { depth: args.depth }),
      });
    });
    if (ctx.json) {
      ctx.printJson(connected);
      return;
    }
    const from = connected.readsFrom === null ? "its beginning" : connected.readsFrom.toISOString().slice(0, 10);
    ctx.out(`${connected.repository} is connected by "${connected.connection}" and read back to ${from}`);
    ctx.out(`  ${formatLimit(connected.limit)}`);
    for (const warning of connected.warnings) ctx.out(`  ${warning}`);
    ctx.out("To watch it being read, or to read it now where nothing runs: ./pulse sync run");
  },
});
