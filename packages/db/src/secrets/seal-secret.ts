/**
 * AES-256-GCM over a value and the place where it is kept: version (1 byte), key id (4), nonce (12), tag (16), ciphertext. The place is
 * authenticated, so that a sealed value copied into another row or workspace does not open there.
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

import { AppError } from "@pulse/kit";

import { keyIdLength, type KeyRing } from "./key-ring.ts";

export type SecretPlace = {
  readonly workspaceId: number;
  readonly purpose: "connection.secret" | "connection.webhook_secret";
  /** Id of the row within its table. */
  readonly rowId: number;
};

const algorithm = "aes-256-gcm";
const version = 1;
const idBytes = keyIdLength / 2;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + idBytes + nonceBytes + tagBytes;

/** Seals with the newest key. Twice the same value gives two different results. */
export function sealSecret(ring: KeyRing, place: SecretPlace, secret: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, keyOf(ring, ring.sealingKeyId), nonce, { authTagLength: tagBytes });
  cipher.setAAD(authenticated(place));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([Buffer.of(version), Buffer.from(ring.sealingKeyId, "hex"), nonce, cipher.getAuthTag(), sealed]);
}

/** Throws `internal`, with what to set, for a key that the ring lacks, and for bytes that were changed or belong elsewhere. */
export function openSecret(ring: KeyRing, place: SecretPlace, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  const key = keyOf(ring, sealingKeyId(bytes));
  const nonceAt = 1 + idBytes;
  const tagAt = nonceAt + nonceBytes;
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(nonceAt, tagAt), { authTagLength: tagBytes });
  decipher.setAAD(authenticated(place));
  decipher.setAuthTag(bytes.subarray(tagAt, headBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(headBytes)), decipher.final()]).toString("utf8");
  } catch {
    throw damaged();
  }
}

/** Id of the key that sealed these bytes. Throws `internal` for what was never sealed. */
export function sealingKeyId(sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  if (bytes.length < headBytes || bytes[0] !== version) throw damaged();
  return bytes.subarray(1, 1 + idBytes).toString("hex");
}

function keyOf(ring: KeyRing, id: string): Buffer {
  const key = ring.keys.get(id);
  if (key !== undefined) return key;
  throw new AppError(
    "internal",
    `A stored secret was sealed with the key ${id}, which is not among PULSE_ENCRYPTION_KEYS (${[...ring.keys.keys()].join(", ")}). ` +
      "Add that key after the newest one, or enter the secret again: ./pulse connection save",
  );
}

function damaged(): AppError {
  return new AppError(
    "internal",
    "A stored secret cannot be opened: its bytes were changed, or belong to another row. Enter it again: ./pulse connection save",
  );
}

function authenticated(place: SecretPlace): Buffer {
  return Buffer.from(`pulse ${place.purpose} ${place.workspaceId} ${place.rowId}`);
}
