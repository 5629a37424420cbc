import { createHash } from "node:crypto";

import { AppError } from "@pulse/kit";

/** The keys that seal what an installation must keep secret: the first one seals, every one of them opens. */
export type KeyRing = {
  readonly sealingKeyId: string;
  /** By key id, newest first. */
  readonly keys: ReadonlyMap<string, Buffer>;
};

const keyBytes = 32;
export const keyIdLength = 8;

/**
 * Reads PULSE_ENCRYPTION_KEYS: keys of 32 bytes in base64, newest first, apart by commas or spaces. Throws `invalid`, without repeating a
 * key.
 */
export function readKeyRing(text: string): KeyRing {
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  const keys = words.map((word, index) => readKey(word, index + 1));
  const byId = new Map(keys.map((key) => [idOf(key), key]));
  const [sealingKeyId] = byId.keys();
  if (sealingKeyId === undefined) throw keyError("no key is given");
  return { sealingKeyId, keys: byId };
}

function readKey(word: string, place: number): Buffer {
  const key = Buffer.from(word, "base64");
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(word)) throw keyError(`key ${place} is not base64`);
  if (key.length !== keyBytes) throw keyError(`key ${place} has ${key.length} bytes`);
  return key;
}

// Tells keys apart without telling anything of them.
function idOf(key: Buffer): string {
  return createHash("sha256").update("pulse key ").update(key).digest("hex").slice(0, keyIdLength);
}

function keyError(what: string): AppError {
  return new AppError(
    "invalid",
    `PULSE_ENCRYPTION_KEYS: ${what}. Each key is 32 bytes in base64, newest first, apart by commas. Make one with: openssl rand -base64 32`,
  );
}
