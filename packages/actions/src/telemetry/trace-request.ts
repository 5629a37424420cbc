import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";

import { traced } from "@pulse/kit";

type Asked = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** One of few; the path itself could name what is nobody else's. */
  readonly route: string;
};

/** A span from the first byte of a request to the last of its answer, in the trace that it came with. `answer` never throws. */
export async function traceRequest({ request, response, route }: Asked, answer: () => Promise<void>): Promise<void> {
  const method = request.method ?? "";
  const parent = request.headers["traceparent"];
  const attributes = { "http.request.method": method, "http.route": route };
  const what = { name: `${method} ${route}`, kind: "server" as const, attributes };
  await traced({ ...what, parent: typeof parent === "string" ? parent : undefined }, async (span) => {
    const closed = response.closed ? Promise.resolve() : once(response, "close");
    await answer();
    await closed;
    span.set({
      "http.response.status_code": response.statusCode,
      "pulse.request_id": String(response.getHeader("x-request-id") ?? ""),
    });
  });
}
