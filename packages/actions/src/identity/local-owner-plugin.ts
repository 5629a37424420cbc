import { localOwnerId } from "@pulse/db";
import type { BetterAuthPlugin } from "better-auth";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";

/** Lets the server open the local owner's session once it has proven them by a link. It has no address: only code can call it. */
export function localOwnerPlugin() {
  return {
    id: "local-owner",
    endpoints: {
      openLocalOwnerSession: createAuthEndpoint.serverOnly({ method: "POST" }, async (ctx) => {
        const adapter = ctx.context.internalAdapter;
        const user = await adapter.findUserById(localOwnerId);
        if (user === null) throw new Error("the local owner has no row");
        const session = await adapter.createSession(user.id);
        await setSessionCookie(ctx, { session, user });
        return ctx.json({ userId: user.id });
      }),
    },
  } satisfies BetterAuthPlugin;
}
