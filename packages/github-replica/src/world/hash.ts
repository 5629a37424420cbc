import { createHash } from "node:crypto";

/** A number below `limit` that follows from the text: ids are the same in every run, whatever was loaded before. */
export function hash(text: string, limit: number): number {
  return createHash("sha256").update(text).digest().readUIntBE(0, 6) % limit;
}

/** Forty hexadecimal digits that follow from the text, in the place of a git object nobody has. */
export function inventSha(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
