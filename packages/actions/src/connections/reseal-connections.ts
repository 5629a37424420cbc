import { resealSecrets } from "@pulse/db";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { requireGitHub } from "./open-client.ts";

/** Seals every stored secret of the installation again with the newest key. */
export const resealConnections = defineAction({
  name: "reseal_connections",
  summary: "Encrypt every stored secret again with the newest key, so that older keys can be taken away",
  scope: "admin",
  input: z.object({}),
  run: async (ctx) => {
    const { keys } = requireGitHub(ctx);
    const resealed = { ...(await resealSecrets(ctx.db, keys)), keyId: keys.sealingKeyId };
    ctx.note({ after: resealed });
    return resealed;
  },
});
