import { clientSetups } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { keepMcpToken } from "../mcp/keep-mcp-token.ts";
import { findRunningUp } from "../up/run-file.ts";
import { withActionContext } from "../with-action-context.ts";

const usualUrl = "http://127.0.0.1:3000";

export const mcpToken = command({
  name: "mcp token",
  summary: "Print the token of this machine for AI clients, and what they need to connect with it",
  description: `The token is an API key of the owner that may read and write in the workspace. It lies in .pulse/mcp-token, which its
owner alone can read, and stays the same until it is revoked; then the next call makes another.`,
  examples: ["./pulse mcp token", "./pulse mcp token --json"],
  args: z.object({}),
  run: async (ctx) => {
    const running = await findRunningUp(ctx.home);
    const token = await withActionContext(ctx, async (actionCtx, databaseUrl) =>
      keepMcpToken({ ...actionCtx, databaseUrl, home: ctx.home, workspace: ctx.workspace }),
    );
    const url = `${(ctx.env.NEXTAUTH_URL ?? running?.web.url ?? usualUrl).replace(/\/+$/, "")}/api/mcp`;
    const clients = clientSetups({ url, token, command: `${ctx.root}/pulse` });
    if (ctx.json) {
      ctx.printJson({ token, url, clients });
      return;
    }
    for (const { client, where, text } of clients) ctx.say(`\n${client}: ${where}\n\n${text.replace(/^/gm, "  ")}`);
    ctx.say(`\nThe address is ${url}. The token:`);
    ctx.out(token);
  },
});
