import path from "node:path";

import { getWorkspace, localOwnerId } from "@pulse/db";
import { z } from "zod";

import { command } from "../command.ts";
import { readEncryptionKeys } from "../read-encryption-keys.ts";
import { runProjectScript } from "../run-project-script.ts";

export const mcp = command({
  name: "mcp",
  summary: "Serve AI clients over stdin and stdout, as the owner of this installation",
  description: `For clients that start their servers themselves: give them this command. It speaks MCP until its input ends, on the
database of the running ./pulse up, or on its own for as long. Clients that connect over HTTP use ./pulse mcp token.`,
  examples: ["./pulse mcp", "./pulse mcp --workspace default"],
  args: z.object({}),
  run: async (ctx) => {
    const database = await ctx.openDatabase();
    try {
      // Said here, where a person reads it, and not by a server that a client has started already.
      await getWorkspace(database.db, { slug: ctx.workspace, userId: localOwnerId });
      return await runProjectScript(ctx, {
        script: path.join("apps", "mcp", "src", "main.ts"),
        args: ["--stdio", ctx.workspace],
        env: {
          POSTGRES_URL: database.url,
          PULSE_ENCRYPTION_KEYS: await readEncryptionKeys(ctx),
          PULSE_ENCRYPTION_KEYS_BASE64: "",
        },
      });
    } finally {
      await database.close();
    }
  },
});
