import type { ServiceConnection } from "@pulse/db";
import { AppError, type Clock } from "@pulse/kit";
import { errors, jwtVerify } from "jose";
import { sql } from "kysely";
import { z } from "zod";

import type { User } from "../find-user.ts";
import type { IdentitySettings } from "../identity-settings.ts";
import type { Person } from "../person.ts";
import { issuerOf, mcpAddress } from "./client-addresses.ts";
import type { ClientSigningKey } from "./client-signing-key.ts";

const claimsSchema = z.object({
  sub: z.uuid(),
  client_id: z.string(),
  workspace: z.number().int().positive(),
  scope: z.string(),
  iat: z.number(),
});

type Found = User & { readonly consentId: string; readonly scopes: readonly string[] };

type Context = {
  readonly service: ServiceConnection;
  readonly clock: Clock;
  readonly key: ClientSigningKey;
  readonly settings: Pick<IdentitySettings, "publicUrl">;
};

/**
 * For whom a client asks: a token that we signed for our own address and whose time is not over, and a person who still allows it. What
 * they take back is gone at once, and never more than both token and person say. Throws `unauthenticated`.
 */
export async function findClientHolder({ service, clock, key, settings }: Context, token: string): Promise<Person> {
  const claims = await readClaims({ clock, key, settings }, token);
  const answered = await service.run((db) =>
    sql<Found>`
      select
        consent.id as consent_id, consent.scopes,
        person.id as user_id, person.name, person.login, person.image
      from identity.oauth_consents as consent
      join identity.oauth_clients as client
        on client.client_id = consent.client_id
      join identity.users as person
        on person.id = consent.user_id
      where consent.user_id = ${claims.sub}
        and consent.client_id = ${claims.client_id}
        and consent.reference_id = ${String(claims.workspace)}
        -- A token from before it was taken back is not good again because a new one was allowed.
        and consent.created_at <= to_timestamp(${claims.iat})
        and not client.disabled
    `.execute(db),
  );
  const [found] = answered.rows;
  if (found === undefined) {
    throw new AppError(
      "unauthenticated",
      "Whoever let this program in has taken it back. Ask them to authorise it again",
    );
  }
  const { consentId, scopes, ...user } = found;
  const asked = claims.scope.split(" ");
  const granted = (["read", "write"] as const).filter((scope) => asked.includes(scope) && scopes.includes(scope));
  return {
    ...user,
    proof: { kind: "api_key", keyId: consentId, workspaceId: claims.workspace, scopes: granted },
  };
}

async function readClaims({ clock, key, settings }: Omit<Context, "service">, token: string) {
  try {
    const { payload } = await jwtVerify(token, key.publicKey, {
      algorithms: ["EdDSA"],
      typ: "at+jwt",
      issuer: issuerOf(settings),
      audience: mcpAddress(settings),
      currentDate: clock.now(),
      requiredClaims: ["exp", "iat", "sub"],
    });
    return claimsSchema.parse(payload);
  } catch (error) {
    if (!(error instanceof errors.JOSEError || error instanceof z.ZodError)) throw error;
    throw new AppError(
      "unauthenticated",
      "This token is expired, or was not made here for this address. Authorise the program again, or send an API key",
      { cause: error },
    );
  }
}
