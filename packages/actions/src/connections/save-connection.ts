import { withService } from "@pulse/db";
import {
  findConnectionRow,
  inspectConnection,
  markConnection,
  noteConnectionFacts,
  removeConnectionRow,
  storeConnection,
  type ConnectionCredential,
  type ConnectionFacts,
  type ConnectionKind,
  type ConnectionRow,
} from "@pulse/github";
import { z } from "zod";

import { defineAction, type ActionContext } from "../action.ts";
import { clientContext, requireGitHub } from "./open-client.ts";
import { hiddenText } from "./hidden-text.ts";

const id = z.coerce.number().int().positive();

const input = z
  .object({
    name: z.string().trim().min(1).max(100).describe("what the connection is called, such as main"),
    token: hiddenText.optional().describe("a personal access token, classic or fine-grained"),
    app: z
      .object({
        appId: id.describe("the App ID on the app's page at GitHub"),
        installationId: id.describe("the number at the end of the installation's address"),
        privateKey: hiddenText.describe("the .pem file that GitHub gave"),
      })
      .optional(),
    interactiveReserve: z
      .number()
      .min(0)
      .max(0.9)
      .optional()
      .describe("the share of GitHub's hourly limit that sync leaves to people"),
  })
  .refine(({ token, app }) => token === undefined || app === undefined, {
    error: "give a token or an app, not both",
    path: ["token"],
  });

/** Saves a connection after GitHub has accepted it. One of the same name gets the new credential, and repositories keep it. */
export const saveConnection = defineAction({
  name: "save_connection",
  summary: "Save a token or GitHub App by which repositories are read, encrypted, after GitHub has accepted it",
  scope: "admin",
  input,
  run: async (ctx, given) => {
    const { apiUrl, keys } = requireGitHub(ctx);
    const { workspaceId, userId } = ctx.actor;
    const credential = credentialOf(given);
    const kind = kindOf(credential);
    const before = await withService(ctx.db, (tx) => findConnectionRow(tx, { workspaceId, name: given.name }));
    const inspect = async (connectionId: number): Promise<ConnectionFacts> =>
      await inspectConnection(
        clientContext(ctx),
        { id: connectionId, workspaceId, kind, name: given.name, interactiveReserve: 0, credential },
        { apiUrl, ...(ctx.signal === undefined ? {} : { signal: ctx.signal }) },
      );
    const store = async (): Promise<number> =>
      await withService(ctx.db, async (tx) => {
        const stored = await storeConnection(tx, keys, {
          workspaceId,
          name: given.name,
          kind,
          credential,
          interactiveReserve: given.interactiveReserve ?? null,
          createdBy: userId,
        });
        return stored.id;
      });
    // A credential that GitHub refuses replaces nothing and leaves nothing behind.
    const facts = before === null ? null : await keepingStatus(ctx, before, async () => await inspect(before.id));
    const connectionId = await store();
    const accepted = facts ?? (await orRemove(ctx, connectionId, async () => await inspect(connectionId)));
    await withService(ctx.db, (tx) => noteConnectionFacts(tx, connectionId, { facts: accepted, at: ctx.clock.now() }));
    const { login, scopes, permissions, expiresAt } = accepted;
    ctx.note({
      before: before === null ? null : { kind: before.kind, login: before.login, scopes: before.scopes },
      after: { id: connectionId, kind, login, scopes, permissions, expiresAt },
    });
    return { id: connectionId, name: given.name, kind, isNew: before === null, ...accepted };
  },
});

function credentialOf(given: z.output<typeof input>): ConnectionCredential {
  if (given.app !== undefined) {
    const { appId, installationId, privateKey } = given.app;
    return { kind: "app", appId, installationId, privateKey: privateKey.reveal() };
  }
  return given.token === undefined ? { kind: "none" } : { kind: "token", token: given.token.reveal() };
}

/** GitHub marks its kinds of tokens by their beginning. */
export function kindOf(credential: ConnectionCredential): ConnectionKind {
  if (credential.kind === "none") return "anonymous";
  if (credential.kind === "app") return "app";
  return credential.token.startsWith("github_pat_") ? "fine_grained_token" : "token";
}

async function keepingStatus<T>(ctx: ActionContext, before: ConnectionRow, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await markConnection(ctx, before, { status: before.status, detail: before.statusDetail });
    throw error;
  }
}

async function orRemove<T>(ctx: ActionContext, connectionId: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await withService(ctx.db, (tx) =>
      removeConnectionRow(tx, { workspaceId: ctx.actor.workspaceId, id: connectionId }),
    );
    throw error;
  }
}
