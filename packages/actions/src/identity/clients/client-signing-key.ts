import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from "node:crypto";

/** The key that signs tokens of clients, as JWKs and for checking. */
export type ClientSigningKey = {
  readonly id: string;
  readonly publicJwk: string;
  readonly privateJwk: string;
  readonly publicKey: KeyObject;
};

// What stands before the 32 bytes of an Ed25519 key in PKCS #8: RFC 8410.
const privatePrefix = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * Made from the installation's secret: every process has the same one, no private key lies in the database, and a new secret ends all
 * tokens, as it ends all sessions.
 */
export function clientSigningKey(secret: string): ClientSigningKey {
  const seed = Buffer.from(hkdfSync("sha256", secret, "", "pulse tokens of clients", 32));
  const key = Buffer.concat([privatePrefix, seed]);
  const privateKey = createPrivateKey({ key, format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey);
  const publicJwk = JSON.stringify(publicKey.export({ format: "jwk" }));
  return {
    id: createHash("sha256").update(publicJwk).digest("base64url").slice(0, 16),
    publicJwk,
    privateJwk: JSON.stringify(privateKey.export({ format: "jwk" })),
    publicKey,
  };
}
