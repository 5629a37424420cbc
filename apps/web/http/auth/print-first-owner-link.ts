import { createSignInLink, hasOwner } from "@pulse/actions";
import type { Db } from "@pulse/db";
import type { Clock, Logger } from "@pulse/kit";

type Context = { readonly db: Db; readonly clock: Clock; readonly logger: Logger };

/** Says in the log how a fresh installation gets its owner: by a link that works once, for a day. Nothing once there is one. */
export async function printFirstOwnerLink(ctx: Context, publicUrl: string): Promise<void> {
  if (await hasOwner(ctx.db)) return;
  const token = await createSignInLink(ctx, "first_owner");
  // The one place where a secret goes to the log: whoever reads the log of this installation is who may own it.
  ctx.logger.warn(
    { first_owner_link: `${publicUrl}/api/auth/link?token=${token}` },
    "nobody owns this installation yet: open this link and sign in with GitHub to become its owner",
  );
}
