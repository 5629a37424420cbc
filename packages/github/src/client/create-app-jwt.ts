import { createPrivateKey, sign } from "node:crypto";

import { AppError, type Clock } from "@pulse/kit";

// GitHub refuses tokens from the future and those of more than ten minutes: clocks may differ by a minute either way.
const backdatedSeconds = 60;
const validSeconds = 8 * 60;

/**
 * The short token by which a GitHub App proves itself. Takes the private key as GitHub gives it (PKCS#1) and as others store it (PKCS#8).
 * Throws `invalid` for anything else. https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app
 */
export function createAppJwt(clock: Clock, app: { readonly appId: number; readonly privateKey: string }): string {
  const nowSeconds = Math.floor(clock.now().getTime() / 1000);
  const claims = { iat: nowSeconds - backdatedSeconds, exp: nowSeconds + validSeconds, iss: String(app.appId) };
  const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), readKey(app.privateKey)).toString("base64url")}`;
}

function readKey(pem: string) {
  try {
    // Settings that cannot hold line breaks write them as \n.
    return createPrivateKey(pem.replaceAll("\\n", "\n"));
  } catch {
    // The cause is left out: it could quote the key.
    throw new AppError(
      "invalid",
      "The private key of the GitHub App cannot be read. Give the whole .pem file, from -----BEGIN to -----END",
    );
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
