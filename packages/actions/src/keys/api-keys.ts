import { withService } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction, type Scope } from "../action.ts";
import { requireRecentSignIn } from "../identity/require-recent-sign-in.ts";

const scopes = ["read", "write", "admin", "sql"] as const;

/**
 * Makes an API key of the actor for this workspace. It never opens more than its scopes, nor more than the actor's own role.
 * The key is in the answer and is never shown again.
 */
export const createApiKey = defineAction({
  name: "create_api_key",
  summary: "Make an API key for this workspace; it is shown once",
  scope: "write",
  input: z.object({
    name: z.string().trim().min(1, "is empty").max(100, "is longer than 100 characters"),
    scopes: z.array(z.enum(scopes)).min(1, "names no scope: read, write, admin or sql").default(["read"]),
    expiresInDays: z.number().int().min(1).max(3650).nullable().default(null),
  }),
  run: async (ctx, input) => {
    if (ctx.actor.scopes !== undefined) {
      throw new AppError("forbidden", "An API key makes no other keys. Sign in, or use ./pulse key create");
    }
    requireRecentSignIn({ clock: ctx.clock, signedInAt: ctx.actor.signedInAt });
    if (ctx.keyMaker === undefined) throw new AppError("unavailable", "This process was not set up to make keys");
    const made = await ctx.keyMaker.createApiKey({
      userId: ctx.actor.userId,
      workspaceId: ctx.actor.workspaceId,
      name: input.name,
      scopes: input.scopes,
      expiresInSeconds: input.expiresInDays === null ? null : input.expiresInDays * 86_400,
    });
    ctx.note({ after: { id: made.id, name: input.name, scopes: input.scopes, expiresInDays: input.expiresInDays } });
    return { id: made.id, name: input.name, scopes: input.scopes, key: made.key };
  },
});

export type ApiKeySummary = {
  readonly id: string;
  readonly name: string;
  /** The first characters, to tell keys apart. */
  readonly start: string;
  readonly owner: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
};

/** The keys of this workspace: one's own; for admins everybody's. */
export const listApiKeys = defineAction({
  name: "list_api_keys",
  summary: "List the API keys of the workspace: your own, and for admins everybody's",
  scope: "read",
  input: z.object({}),
  run: async (ctx) => {
    const found = await withService(ctx.db, (tx) =>
      sql<ApiKeySummary>`
        select
          api_key.id, api_key.name, api_key.start, coalesce(person.login, person.name) as owner,
          coalesce((api_key.permissions::jsonb -> 'pulse'), '[]') as scopes,
          api_key.created_at, api_key.last_request as last_used_at, api_key.expires_at
        from identity.api_keys as api_key
        join identity.users as person
          on person.id = api_key.reference_id
        join pulse.memberships as asking
          on asking.workspace_id = ${ctx.actor.workspaceId}
          and asking.user_id = ${ctx.actor.userId}
        where (api_key.metadata::jsonb ->> 'workspaceId')::bigint = ${ctx.actor.workspaceId}
          and (api_key.reference_id = ${ctx.actor.userId} or asking.role in ('owner', 'admin'))
        order by api_key.created_at, api_key.id
      `.execute(tx),
    );
    return { keys: found.rows };
  },
});

/** Ends a key at once: one's own, or as an admin anybody's of this workspace. */
export const revokeApiKey = defineAction({
  name: "revoke_api_key",
  summary: "Revoke an API key of the workspace",
  scope: "write",
  input: z.object({ id: z.uuid("is no id of a key. `./pulse key list` shows them") }),
  run: async (ctx, { id }) => {
    const revoked = await withService(ctx.db, (tx) =>
      sql<{ name: string; start: string }>`
        delete from identity.api_keys as api_key
        using pulse.memberships as asking
        where api_key.id = ${id}
          and (api_key.metadata::jsonb ->> 'workspaceId')::bigint = ${ctx.actor.workspaceId}
          and asking.workspace_id = ${ctx.actor.workspaceId}
          and asking.user_id = ${ctx.actor.userId}
          and (api_key.reference_id = ${ctx.actor.userId} or asking.role in ('owner', 'admin'))
        returning api_key.name, api_key.start
      `.execute(tx),
    );
    const [before] = revoked.rows;
    if (before === undefined) throw new AppError("not_found", `There is no API key ${id} of yours in this workspace`);
    ctx.note({ before });
    return { id, name: before.name };
  },
});
