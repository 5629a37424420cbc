import type { IncomingMessage, ServerResponse } from "node:http";

import type { Logger } from "@pulse/kit";

type Access = { readonly request: IncomingMessage; readonly response: ServerResponse; readonly path: string };

// Asked every few seconds by machines, or by the dozen with every page.
const quietPaths = /^\/(api\/(health|ready)|health|_next\/static\/.*)$/;

/** One line per answer. The query is left out: it can hold what should not be kept. */
export function logAccess(logger: Logger, { request, response, path }: Access): void {
  const startedAt = performance.now();
  response.once("close", () => {
    const line = {
      method: request.method,
      path,
      status: response.statusCode,
      duration_ms: Math.round(performance.now() - startedAt),
    };
    // A live stream ends when its tab does: nothing was cut off.
    if (path === "/api/events") logger.debug(line, "stream");
    else if (!response.writableFinished) logger.info({ ...line, aborted: true }, "request");
    else if (quietPaths.test(path)) logger.debug(line, "request");
    else logger.info(line, "request");
  });
}
