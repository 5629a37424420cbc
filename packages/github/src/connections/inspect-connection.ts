import { isAppError } from "@pulse/kit";
import { z } from "zod";

import { createGitHubClient, type ClientContext } from "../client/create-github-client.ts";
import { getCredential } from "../client/credentials.ts";
import type { GitHubClient, OpenedConnection } from "../client/github-client.ts";
import { createSend } from "../client/send-request.ts";

/** What GitHub says of a credential. */
export type ConnectionFacts = {
  /** Whose token it is; null for an app or none. */
  readonly login: string | null;
  readonly scopes: readonly string[];
  readonly permissions: Readonly<Record<string, string>>;
  readonly expiresAt: Date | null;
  /** Of requests in this hour; null where the server has no limits. */
  readonly limit: { readonly quota: number; readonly remaining: number; readonly resetAt: Date } | null;
};

const limitSchema = z.object({
  resources: z.object({ core: z.object({ limit: z.number(), remaining: z.number(), reset: z.number() }) }),
});
const userSchema = z.object({ login: z.string() });

/** Asks GitHub who the credential is and what it may, the rate limit first. Throws what the client throws. */
export async function inspectConnection(
  ctx: ClientContext,
  connection: OpenedConnection,
  input: { readonly apiUrl: string; readonly signal?: AbortSignal },
): Promise<ConnectionFacts> {
  const { apiUrl } = input;
  const options = input.signal === undefined ? {} : { signal: input.signal };
  const client = createGitHubClient(ctx, connection, { purpose: "interactive", apiUrl });
  const { permissions } = await getCredential(
    { clock: ctx.clock, apiUrl, send: createSend(ctx.fetch ?? fetch) },
    connection,
  );
  const limit = await readLimit(client, options);
  if (connection.credential.kind !== "token") return { login: null, scopes: [], permissions, expiresAt: null, limit };
  const answer = await client.get("/user", options);
  if (answer.isNotModified) throw new Error("nothing conditional was asked");
  const { headers } = answer;
  const scopes = (headers["x-oauth-scopes"] ?? "").split(",").map((scope) => scope.trim());
  return {
    login: userSchema.parse(answer.data).login,
    scopes: scopes.filter((scope) => scope !== ""),
    permissions,
    expiresAt: readExpiry(headers["github-authentication-token-expiration"]),
    limit,
  };
}

async function readLimit(
  client: GitHubClient,
  options: { readonly signal?: AbortSignal },
): Promise<ConnectionFacts["limit"]> {
  try {
    const answer = await client.get("/rate_limit", options);
    if (answer.isNotModified) return null;
    const { core } = limitSchema.parse(answer.data).resources;
    return core.limit === 0
      ? null
      : { quota: core.limit, remaining: core.remaining, resetAt: new Date(core.reset * 1000) };
  } catch (error) {
    // So answers an Enterprise server whose limits are off.
    if (isAppError(error) && error.code === "not_found") return null;
    throw error;
  }
}

// As in `2026-06-01 10:00:00 UTC`, also with an offset such as `+0200`.
function readExpiry(text: string | undefined): Date | null {
  const parts = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) (UTC|[+-]\d{4})$/.exec(text ?? "");
  if (parts === null) return null;
  return new Date(`${parts[1]}T${parts[2]}${parts[3] === "UTC" ? "Z" : parts[3]}`);
}
