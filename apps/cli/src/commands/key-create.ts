import { randomBytes } from "node:crypto";

import { createApiKey, createIdentity, ensureLocalOwner } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { withActionContext } from "../with-action-context.ts";

export const keyCreate = command({
  name: "key create",
  summary: "Make an API key for the workspace; it is shown once",
  description: `A key opens one workspace, with no more than its scopes: read, write, admin, sql. Send it as
"Authorization: Bearer phk_…". Only its hash is kept, so write it down now.`,
  examples: [
    "./pulse key create --name ci",
    "./pulse key create --name deploy-bot --scope read --scope write --expires-in-days 90",
  ],
  args: z.object({
    name: z.string().default("command line").describe("what the key is for"),
    scope: z
      .array(z.enum(["read", "write", "admin", "sql"]))
      .default([])
      .describe("what it may do (default: read)"),
    expiresInDays: z.number().int().min(1).max(3650).optional().describe("days until it ends (default: never)"),
  }),
  run: async (ctx, args) => {
    const made = await withActionContext(ctx, async (actionCtx, databaseUrl) => {
      await ensureLocalOwner(actionCtx);
      const identity = createIdentity(
        { ...actionCtx, databaseUrl, fetch },
        // Nobody signs in here: the secret signs nothing, and the address is never asked.
        {
          publicUrl: "http://127.0.0.1",
          secret: randomBytes(32).toString("base64"),
          github: null,
          allowedLogins: [],
          allowedOrgs: [],
        },
      );
      try {
        return await createApiKey.run(
          { ...actionCtx, keyMaker: identity },
          {
            name: args.name,
            scopes: args.scope.length === 0 ? ["read"] : args.scope,
            expiresInDays: args.expiresInDays ?? null,
          },
        );
      } finally {
        await identity.close();
      }
    });
    if (ctx.json) ctx.printJson(made);
    else {
      ctx.say(`Made "${made.name}" (${made.scopes.join(", ")}). The key is shown this once:`);
      ctx.out(made.key);
    }
  },
});
