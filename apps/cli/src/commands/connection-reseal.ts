import { resealConnections } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { withGitHubContext } from "../with-github-context.ts";

export const connectionReseal = command({
  name: "connection reseal",
  summary: "Encrypt every stored secret again with the newest key, so that older keys can go",
  description:
    "To change keys: put a new one in front of PULSE_ENCRYPTION_KEYS, restart everything, run this, then take the old one away and restart again.",
  examples: ["./pulse connection reseal"],
  args: z.object({}),
  run: async (ctx) => {
    const { connections, resealed, keyId } = await withGitHubContext(ctx, (actionCtx) =>
      resealConnections.run(actionCtx, {}),
    );
    if (ctx.json) ctx.printJson({ connections, resealed, keyId });
    else
      ctx.out(
        `${resealed} of ${connections} connections were sealed again; all of them need only the key ${keyId} now`,
      );
  },
});
