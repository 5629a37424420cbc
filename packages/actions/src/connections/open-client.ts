import {
  createGitHubClient,
  openConnection,
  type ConnectionRow,
  type GitHubClient,
  type OpenedConnection,
} from "@pulse/github";
import { AppError } from "@pulse/kit";

import type { ActionContext } from "../action.ts";
import type { GitHubAccess } from "./github-access.ts";

/** Throws `unavailable` where the process was started without a way to GitHub. */
export function requireGitHub(ctx: ActionContext): GitHubAccess {
  if (ctx.github !== undefined) return ctx.github;
  throw new AppError(
    "unavailable",
    "This process cannot open connections, because it was given no PULSE_ENCRYPTION_KEYS. Start it with ./pulse up, or set them",
  );
}

/** A client for a person who waits: it may use what sync must leave. */
export async function openClient(
  ctx: ActionContext,
  row: Pick<ConnectionRow, "id" | "workspaceId">,
): Promise<{ readonly client: GitHubClient; readonly connection: OpenedConnection }> {
  const github = requireGitHub(ctx);
  const connection = await openConnection({ db: ctx.db, keys: github.keys }, row);
  return { connection, client: clientFor(ctx, connection) };
}

/** For a connection that is open already. */
export function clientFor(ctx: ActionContext, connection: OpenedConnection): GitHubClient {
  const { apiUrl, retryBaseMs } = requireGitHub(ctx);
  return createGitHubClient(clientContext(ctx), connection, {
    purpose: "interactive",
    apiUrl,
    ...(retryBaseMs === undefined ? {} : { retryBaseMs }),
  });
}

export function clientContext(ctx: ActionContext) {
  const { fetch: given } = requireGitHub(ctx);
  return { db: ctx.db, clock: ctx.clock, logger: ctx.logger, ...(given === undefined ? {} : { fetch: given }) };
}
