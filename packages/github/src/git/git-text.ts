import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";

/** Names, subjects and paths that were not UTF-8, or not as long as an index can hold, and so are not kept exactly. */
export type GitTextFaults = { count: number };

// PostgreSQL's indexes hold 2,704 bytes a row.
const maxKeyBytes = 2000;
const keptKeyLength = 400;

export function decodeText(bytes: Buffer, faults: GitTextFaults): string {
  if (!isUtf8(bytes)) faults.count += 1;
  return bytes.toString("utf8");
}

/** A path or tag that goes into an index: what is too long keeps its beginning, and a hash of the whole so that it stays one of a kind. */
export function decodeKey(bytes: Buffer, faults: GitTextFaults): string {
  if (bytes.length <= maxKeyBytes) return decodeText(bytes, faults);
  faults.count += 1;
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  return `${bytes.toString("utf8").slice(0, keptKeyLength)}…${hash}`;
}
