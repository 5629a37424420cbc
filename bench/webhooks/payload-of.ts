import { createRequire } from "node:module";

import { z } from "zod";

const eventsSchema = z.array(z.object({ examples: z.array(z.unknown()) }));

/** A delivery of exactly so many bytes, made of GitHub's own example payloads: what it compresses to is what a real one does. */
export function payloadOf(bytes: number): string {
  const read: unknown = createRequire(import.meta.url)("@octokit/webhooks-examples/api.github.com/index.json");
  const events = eventsSchema.parse(read);
  const head = `{"action":"created","repository":{"id":42,"full_name":"acme/site"},"parts":`;
  const parts: unknown[] = [];
  let length = head.length + 20;
  for (const part of events.flatMap((event) => event.examples)) {
    const size = Buffer.byteLength(JSON.stringify(part)) + 1;
    if (length + size > bytes) continue;
    parts.push(part);
    length += size;
  }
  const body = `${head}${JSON.stringify(parts)},"rest":"`;
  return `${body}${"x".repeat(bytes - Buffer.byteLength(body) - 2)}"}`;
}
