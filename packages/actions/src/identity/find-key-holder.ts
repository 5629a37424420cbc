import { createHash } from "node:crypto";

import type { Role, ServiceConnection } from "@pulse/db";
import { AppError, parseJson, type Clock } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import type { User } from "./find-user.ts";
import type { Person } from "./person.ts";

const metadataSchema = z.object({ workspaceId: z.number() });
const permissionsSchema = z.object({ pulse: z.array(z.enum(["read", "write", "admin", "sql"])) });

// Taken out of the text: what is no JSON would be an error to PostgreSQL, and is a key that opens nothing.
type FoundKey = User & {
  readonly keyId: string;
  readonly permissions: string | null;
  readonly metadata: string | null;
  readonly role: Role | null;
};

/**
 * Whose API key this is, and what they are in its workspace, in one statement: every call of a program asks. It checks what Better Auth
 * does, which makes the keys: the hash is there, the key is not switched off and its time is not over. Keys that count their uses are none
 * of ours. When it was last used is written once a minute at most, so that a busy key costs no write. Throws `unauthenticated`.
 */
export async function findKeyHolder(
  ctx: { readonly service: ServiceConnection; readonly clock: Clock },
  key: string,
): Promise<Person> {
  const now = ctx.clock.now();
  const [found] = await ctx.service.query({
    name: "find_key_holder",
    query: sql<FoundKey>`
      with found as (
        select
          api_key.id as key_id, api_key.permissions, api_key.metadata,
          person.id as user_id, person.name, person.login, person.image, membership.role
        from identity.api_keys as api_key
        join identity.users as person
          on person.id = api_key.reference_id
        left join pulse.memberships as membership
          on membership.user_id = person.id
          and membership.workspace_id = substring(api_key.metadata from '"workspaceId":\\s*(\\d{1,15})\\M')::bigint
        where api_key.key = ${hashKey(key)}
          and api_key.enabled
          and (api_key.expires_at is null or api_key.expires_at > ${now})
          and api_key.remaining is null
      ), used as (
        update identity.api_keys as api_key
        set last_request = ${now}
        from found
        where api_key.id = found.key_id
          and (api_key.last_request is null or api_key.last_request < ${now}::timestamptz - interval '1 minute')
      )
      select *
      from found
    `,
  });
  const metadata = metadataSchema.safeParse(parseJson(found?.metadata ?? "null"));
  const permissions = permissionsSchema.safeParse(parseJson(found?.permissions ?? "null"));
  if (found === undefined || !metadata.success || !permissions.success) {
    throw new AppError(
      "unauthenticated",
      "This API key is unknown, revoked or expired. Make a new one with: ./pulse key create",
    );
  }
  const { keyId, userId, name, login, image, role } = found;
  const { workspaceId } = metadata.data;
  const scopes = permissions.data.pulse;
  return { userId, name, login, image, proof: { kind: "api_key", keyId, workspaceId, scopes, role } };
}

/** As Better Auth keeps keys: the SHA-256 in base64 for addresses, without padding. */
function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("base64url");
}
