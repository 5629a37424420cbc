// How the web app tells the MCP server whom it speaks for: a signed word that is good for a minute, and for this one listener.
import { createPrivateKey, createPublicKey, randomBytes, randomUUID, type KeyObject } from "node:crypto";

import { AppError, type Clock } from "@pulse/kit";
import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";

import type { Actor } from "../action.ts";

const audience = "pulse-hub-mcp";
const issuer = "pulse-hub-web";
const algorithm = "EdDSA";
const lifeSeconds = 60;

const claimsSchema = z.object({
  sub: z.uuid(),
  workspace: z.number().int().positive(),
  scopes: z.array(z.enum(["read", "write", "admin", "sql"])).optional(),
});

const keyBytes = 32;
// What stands before the 32 bytes of an Ed25519 key in PKCS #8: RFC 8410.
const privatePrefix = Buffer.from("302e020100300506032b657004220420", "hex");

/** A key for signing such words: 32 bytes in base64. Whoever has it may speak for everybody. */
export function makeServiceKey(): string {
  return randomBytes(keyBytes).toString("base64");
}

/** What those who only check need of it: 32 bytes in base64 as well. Throws `invalid` for what is no key. */
export function publicServiceKey(privateKey: string): string {
  const { x } = createPublicKey(privateKeyOf(privateKey)).export({ format: "jwk" });
  return Buffer.from(x ?? "", "base64url").toString("base64");
}

function checkServiceKey(text: string): string {
  if (Buffer.from(text, "base64").length === keyBytes) return text;
  throw new AppError("invalid", "is not 32 bytes in base64");
}

function privateKeyOf(text: string): KeyObject {
  const key = Buffer.concat([privatePrefix, Buffer.from(checkServiceKey(text), "base64")]);
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

function publicKeyOf(text: string): KeyObject {
  const x = Buffer.from(checkServiceKey(text), "base64").toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}

export async function signServiceToken(
  ctx: { readonly privateKey: string; readonly clock: Clock },
  actor: Actor,
): Promise<string> {
  const now = Math.floor(ctx.clock.now().getTime() / 1000);
  const { userId, workspaceId, scopes } = actor;
  return await new SignJWT({ workspace: workspaceId, ...(scopes === undefined ? {} : { scopes: [...scopes] }) })
    .setProtectedHeader({ alg: algorithm, typ: "JWT" })
    .setSubject(userId)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + lifeSeconds)
    .setJti(randomUUID())
    .sign(privateKeyOf(ctx.privateKey));
}

/** Throws `unauthenticated` for a word that was signed by somebody else, is too old, lives too long, or was meant for another. */
export async function readServiceToken(
  ctx: { readonly publicKey: string; readonly clock: Clock },
  token: string,
): Promise<Actor> {
  try {
    const { payload } = await jwtVerify(token, publicKeyOf(ctx.publicKey), {
      algorithms: [algorithm],
      audience,
      issuer,
      currentDate: ctx.clock.now(),
      maxTokenAge: lifeSeconds,
      requiredClaims: ["exp", "iat", "sub"],
    });
    const { sub, workspace, scopes } = claimsSchema.parse(payload);
    return { userId: sub, workspaceId: workspace, ...(scopes === undefined ? {} : { scopes }) };
  } catch (error) {
    if (!(error instanceof errors.JOSEError || error instanceof z.ZodError)) throw error;
    throw new AppError(
      "unauthenticated",
      "This token is none of ours, or older than a minute. Ask through the web app again",
      {
        cause: error,
      },
    );
  }
}
