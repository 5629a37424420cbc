import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";

export type Outgoing = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Another token gets another ETag for the same content: https://github.com/github/docs/issues/34689. */
export function etagOf(body: string, callerKey: string): string {
  return `"${createHash("sha256").update(callerKey).update("\n").update(body).digest("hex")}"`;
}

export function send(response: ServerResponse, outgoing: Outgoing, how: "whole" | "truncated" = "whole"): void {
  const bytes = Buffer.from(outgoing.body);
  response.writeHead(outgoing.status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": String(bytes.length),
    ...outgoing.headers,
  });
  if (how === "whole") {
    response.end(outgoing.status === 304 ? undefined : bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
