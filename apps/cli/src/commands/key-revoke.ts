import { revokeApiKey } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { withActionContext } from "../with-action-context.ts";

export const keyRevoke = command({
  name: "key revoke",
  summary: "Revoke an API key; it stops working at once",
  examples: ["./pulse key revoke 0f5a8f0e-6f5e-4d0b-9a43-0f6a1d1b2c3d"],
  args: z.object({ id: z.string().describe("the id that `./pulse key list` shows") }),
  positionals: ["id"],
  run: async (ctx, args) => {
    const revoked = await withActionContext(ctx, (actionCtx) => revokeApiKey.run(actionCtx, { id: args.id }));
    if (ctx.json) ctx.printJson(revoked);
    else ctx.out(`Revoked "${revoked.name}"`);
  },
});
