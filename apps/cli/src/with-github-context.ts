import type { ActionContext } from "@pulse/actions";
import { readKeyRing } from "@pulse/db";

import type { CliContext } from "./context.ts";
import { readEncryptionKeys } from "./read-encryption-keys.ts";
import { withActionContext } from "./with-action-context.ts";

/** As `withActionContext`, for commands that ask GitHub or handle what is sealed. */
export async function withGitHubContext<T>(
  ctx: CliContext,
  work: (actionCtx: ActionContext) => Promise<T>,
): Promise<T> {
  const keys = readKeyRing(await readEncryptionKeys(ctx));
  const github = { apiUrl: ctx.env.GITHUB_API_URL, keys, token: ctx.env.GITHUB_TOKEN ?? null };
  return await withActionContext(ctx, async (actionCtx) => await work({ ...actionCtx, github }));
}
