import { withService } from "@pulse/db";
import {
  checkRepositoryAccess,
  getConnectionRow,
  inspectConnection,
  noteConnectionFacts,
  parseRepositoryName,
} from "@pulse/github";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { clientContext, openClient, requireGitHub } from "./open-client.ts";

/** Asks GitHub whether a connection still works and what it may; for a repository too, when one is named. */
export const checkConnection = defineAction({
  name: "check_connection",
  summary: "Ask GitHub whether a connection works, what is left of its limit, and what it may read of a repository",
  scope: "write",
  input: z.object({
    name: z.string().trim().min(1).max(100).describe("the connection's name"),
    repository: z.string().optional().describe("a repository to look at, as OWNER/NAME"),
  }),
  run: async (ctx, input) => {
    const row = await withService(ctx.db, (tx) =>
      getConnectionRow(tx, { workspaceId: ctx.actor.workspaceId, name: input.name }),
    );
    const repository = input.repository === undefined ? null : parseRepositoryName(input.repository);
    const signal = ctx.signal === undefined ? {} : { signal: ctx.signal };
    const { client, connection } = await openClient(ctx, row);
    const facts = await inspectConnection(clientContext(ctx), connection, {
      apiUrl: requireGitHub(ctx).apiUrl,
      ...signal,
    });
    await withService(ctx.db, (tx) => noteConnectionFacts(tx, row.id, { facts, at: ctx.clock.now() }));
    const { login, scopes, expiresAt } = facts;
    ctx.note({
      before: { status: row.status, login: row.login, scopes: row.scopes },
      after: { status: "active", login, scopes, expiresAt },
    });
    const access =
      repository === null ? null : await checkRepositoryAccess(client, { repository, connection, ...signal });
    return { name: row.name, kind: row.kind, ...facts, access };
  },
});
