import { z } from "zod";

import { defineRoute, type ApiRoute } from "../api-route.ts";
import { instant, noParams, noQuery, snakeRow } from "../fields.ts";

const scope = z.enum(["read", "write", "admin", "sql"]);

const apiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    start: z.string().meta({ description: "its first characters, to tell keys apart" }),
    owner: z.string(),
    scopes: z.array(scope),
    created_at: instant,
    last_used_at: instant.nullable(),
    expires_at: instant.nullable(),
  })
  .meta({ id: "ApiKey" });

export const keyRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "get",
    path: "/api/keys",
    name: "listKeys",
    group: "keys",
    summary: "The API keys of the workspace: your own, and for admins everybody's",
    scope: "read",
    params: noParams,
    query: noQuery,
    body: null,
    answer: z.object({ keys: z.array(apiKey) }),
    run: async ({ actions, ctx }) => {
      const { keys } = await actions.listApiKeys.run(ctx, {});
      return { keys: keys.map(snakeRow) };
    },
  }),
  defineRoute({
    method: "post",
    path: "/api/keys",
    name: "createKey",
    group: "keys",
    summary: "Make an API key of yours, as a signed-in person; it is shown here and never again",
    scope: "write",
    params: noParams,
    query: noQuery,
    body: z.strictObject({
      name: z.string().min(1).max(100),
      scopes: z.array(scope).min(1).max(3).default(["read"]),
      expires_in_days: z.int().min(1).max(3650).nullable().default(null),
    }),
    answer: z.object({ id: z.string(), name: z.string(), scopes: z.array(scope), key: z.string() }),
    status: 201,
    isAnswerSecret: true,
    run: async ({ actions, ctx, body: { name, scopes, expires_in_days: expiresInDays } }) =>
      await actions.createApiKey.run(ctx, { name, scopes, expiresInDays }),
  }),
  defineRoute({
    method: "delete",
    path: "/api/keys/{id}",
    name: "revokeKey",
    group: "keys",
    summary: "Revoke an API key at once",
    scope: "write",
    params: z.strictObject({ id: z.uuid() }),
    query: noQuery,
    body: null,
    answer: z.object({ id: z.string(), name: z.string() }),
    run: async ({ actions, ctx, params }) => await actions.revokeApiKey.run(ctx, { id: params.id }),
  }),
];
