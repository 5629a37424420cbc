import { withService } from "@pulse/db";
import {
  checkRepositoryAccess,
  findConnectionRow,
  getConnectionRow,
  listConnectionRows,
  openConnection,
  storeConnection,
  type ConnectionRow,
  type RepositoryAccess,
  type RepositoryName,
} from "@pulse/github";
import { AppError, isAppError } from "@pulse/kit";

import type { ActionContext } from "../action.ts";
import { openClient, requireGitHub } from "./open-client.ts";
import { kindOf } from "./save-connection.ts";

const environmentName = "GITHUB_TOKEN";
const anonymousName = "anonymous";

/**
 * The connection to read a repository with, and what it may read: the named one; else the first of the workspace, by age, that sees the
 * repository; else GITHUB_TOKEN; else none at all, which is enough for what is public. Throws why the last one that was tried does not see it.
 */
export async function chooseConnection(
  ctx: ActionContext,
  input: { readonly repository: RepositoryName; readonly name: string | null },
): Promise<{ readonly connection: ConnectionRow; readonly access: RepositoryAccess }> {
  let refusal: AppError | null = null;
  for await (const connection of candidates(ctx, input.name)) {
    try {
      const { client } = await openClient(ctx, connection);
      const signal = ctx.signal === undefined ? {} : { signal: ctx.signal };
      const access = await checkRepositoryAccess(client, { repository: input.repository, connection, ...signal });
      return { connection, access };
    } catch (error) {
      if (!isAppError(error) || !mayTryNext(error)) throw error;
      // What a credential was told says more than that nobody in particular sees nothing.
      if (refusal === null || connection.kind !== "anonymous") refusal = error;
    }
  }
  throw refusal ?? new AppError("not_found", `No connection sees ${input.repository.fullName}`);
}

function mayTryNext(error: AppError): boolean {
  return error.code === "not_found" || error.code === "forbidden" || error.code === "unauthenticated";
}

/** One after the other, so that nothing is made for a later one that is not needed. */
async function* candidates(ctx: ActionContext, name: string | null): AsyncGenerator<ConnectionRow> {
  const { workspaceId } = ctx.actor;
  if (name !== null) {
    yield await withService(ctx.db, (tx) => getConnectionRow(tx, { workspaceId, name }));
    return;
  }
  await keepEnvironmentToken(ctx);
  const rows = await withService(ctx.db, (tx) => listConnectionRows(tx, workspaceId));
  yield* rows.filter((row) => row.kind !== "anonymous" && row.status !== "revoked" && row.status !== "expired");
  yield await ensureAnonymous(ctx);
}

/** Stores GITHUB_TOKEN as a connection, so that the worker too can read with it; a changed one replaces the one before. */
async function keepEnvironmentToken(ctx: ActionContext): Promise<void> {
  const { token, keys } = requireGitHub(ctx);
  const { workspaceId } = ctx.actor;
  if (token === null) return;
  const rows = await withService(ctx.db, (tx) => listConnectionRows(tx, workspaceId));
  const known = rows.find((row) => row.name === environmentName);
  if (known === undefined && rows.some((row) => row.kind !== "anonymous")) return;
  if (known !== undefined) {
    const opened = await openConnection({ db: ctx.db, keys }, known);
    if (opened.credential.kind === "token" && opened.credential.token === token) return;
  }
  const credential = { kind: "token", token } as const;
  await withService(ctx.db, async (tx) => {
    await storeConnection(tx, keys, {
      workspaceId,
      name: environmentName,
      kind: kindOf(credential),
      credential,
      interactiveReserve: null,
      createdBy: ctx.actor.userId,
    });
  });
}

async function ensureAnonymous(ctx: ActionContext): Promise<ConnectionRow> {
  const { workspaceId, userId } = ctx.actor;
  const { keys } = requireGitHub(ctx);
  return await withService(ctx.db, async (tx) => {
    const rows = await listConnectionRows(tx, workspaceId);
    const known = rows.find((row) => row.kind === "anonymous");
    if (known !== undefined) return known;
    const { id } = await storeConnection(tx, keys, {
      workspaceId,
      name: anonymousName,
      kind: "anonymous",
      credential: { kind: "none" },
      interactiveReserve: null,
      createdBy: userId,
    });
    const row = await findConnectionRow(tx, { workspaceId, id });
    if (row === null) throw new Error("the anonymous connection was not made");
    return row;
  });
}
