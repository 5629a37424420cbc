import { fixedClock } from "@pulse/kit";
import { SignJWT, UnsecuredJWT } from "jose";
import { createPrivateKey, createSecretKey } from "node:crypto";
import { beforeAll, expect, test } from "vitest";

import { makeServiceKey, publicServiceKey, readServiceToken, signServiceToken } from "./service-token.ts";

const clock = fixedClock("2026-05-01T12:00:00Z");
const now = clock.now().getTime() / 1000;
const actor = { userId: "00000000-0000-4000-8000-000000000001", workspaceId: 7, scopes: ["read"] as const };
let privateKey: string;
let publicKey: string;

beforeAll(() => {
  privateKey = makeServiceKey();
  publicKey = publicServiceKey(privateKey);
});

const claims = { sub: actor.userId, workspace: 7, iss: "pulse-hub-web", aud: "pulse-hub-mcp", iat: now, exp: now + 60 };

async function sign(payload: Record<string, unknown>, key = privateKey): Promise<string> {
  return await new SignJWT(payload)
    .setProtectedHeader({ alg: "EdDSA" })
    .sign(createPrivateKey({ key: pkcs8(key), format: "der", type: "pkcs8" }));
}

function pkcs8(key: string): Buffer {
  return Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from(key, "base64")]);
}

test("who asks, where, and with which scopes comes through", async () => {
  const token = await signServiceToken({ privateKey, clock }, actor);

  expect(await readServiceToken({ publicKey, clock }, token)).toEqual(actor);
});

test.each([
  ["a minute later", async () => await sign({ ...claims, iat: now - 70, exp: now - 10 })],
  ["for another listener", async () => await sign({ ...claims, aud: "pulse-hub-web" })],
  ["from another issuer", async () => await sign({ ...claims, iss: "elsewhere" })],
  ["without an end", async () => await sign({ ...claims, exp: undefined })],
  ["that lives for a day", async () => await sign({ ...claims, iat: now - 3600, exp: now + 86_400 })],
  ["signed with another key", async () => await sign(claims, makeServiceKey())],
  ["that is not signed", () => new UnsecuredJWT(claims).encode()],
  [
    "signed with the public key as a password",
    async () =>
      await new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(createSecretKey(Buffer.from(publicKey))),
  ],
  ["without a person", async () => await sign({ ...claims, sub: undefined })],
  ["that is no token", () => "a.b.c"],
])("a token %s is refused", async (_, make) => {
  const token = await make();

  await expect(readServiceToken({ publicKey, clock }, token)).rejects.toMatchObject({ code: "unauthenticated" });
});
