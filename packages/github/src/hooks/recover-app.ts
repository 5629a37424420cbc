import { withService, type Db } from "@pulse/db";
import { isAppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import type { GitHubClient } from "../client/github-client.ts";
import { requestRefresh } from "../webhooks/request-refresh.ts";
import type { AppRow } from "./list-apps.ts";
import type { Recovery } from "./recover-hook.ts";
import { requestMissed } from "./request-missed.ts";

export const appDeliveriesPath = "/app/hook/deliveries";

// A hook of an App is set by hand, at one of these addresses.
const ownPath = /^\/(?:webhook|api\/webhooks\/github(?:\/[1-9][0-9]*)?)\/?$/;
const configSchema = z.object({ url: z.string().nullish() });

/**
 * The same for the one hook of a GitHub App, asked as the App itself: https://docs.github.com/rest/apps/webhooks. Looks only at installations
 * that are known here. Null when the App has no hook, or one that sends elsewhere: what that one missed is not ours to ask for.
 */
export async function recoverApp(
  ctx: { readonly db: Db; readonly client: GitHubClient; readonly signal?: AbortSignal },
  app: AppRow,
): Promise<Recovery | null> {
  if (!(await sendsHere(ctx.client))) return null;
  const { requested, givenUp, repositoryGithubIds } = await requestMissed(ctx, {
    path: appDeliveriesPath,
    since: null,
    connectionIds: [null, ...app.connections.map(({ id }) => id)],
    isOurs: ({ installation_id: id }) => typeof id === "number" && app.installationIds.includes(id),
  });
  if (requested + givenUp > 0) await letSyncRead(ctx.db, { app, repositoryGithubIds, missed: requested + givenUp });
  return { requested, givenUp };
}

async function sendsHere(client: GitHubClient): Promise<boolean> {
  try {
    const answer = await client.get("/app/hook/config");
    const url = answer.isNotModified ? null : configSchema.parse(answer.data).url;
    return typeof url === "string" && URL.canParse(url) && ownPath.test(new URL(url).pathname);
  } catch (error) {
    if (isAppError(error) && error.code === "not_found") return false;
    throw error;
  }
}

async function letSyncRead(
  db: Db,
  input: { readonly app: AppRow; readonly repositoryGithubIds: readonly number[]; readonly missed: number },
): Promise<void> {
  await withService(db, async (tx) => {
    const served = await sql<{ id: number; workspaceId: number }>`
      select id, workspace_id
      from pulse.repositories
      where connection_id = any(${input.app.connections.map(({ id }) => id)}::bigint[])
        and github_id = any(${input.repositoryGithubIds}::bigint[])
        and is_tracked
      order by id
    `.execute(tx);
    for (const row of served.rows)
      await requestRefresh(tx, { ...row, reason: `${input.missed} deliveries were missed` });
  });
}
