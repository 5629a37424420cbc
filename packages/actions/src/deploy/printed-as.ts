import { createHash } from "node:crypto";

/** What a plan is known by: whoever agrees to it agrees to these lines, and to no others that it may have become meanwhile. */
export function printedAs(lines: readonly string[]): string {
  return createHash("sha256").update(lines.join("\n")).digest("base64url").slice(0, 27);
}
