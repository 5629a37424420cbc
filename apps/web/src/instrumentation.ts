import type { Instrumentation } from "next";

import { getRuntime } from "./server/runtime.ts";

/** What broke while a page was drawn, with the reference that the page shows and the id of its request. */
export const onRequestError: Instrumentation.onRequestError = (error, request, context) => {
  const digest = error instanceof Error && "digest" in error ? error.digest : undefined;
  getRuntime().logger.error(
    { err: error, digest, request_id: request.headers["x-request-id"], route: context.routePath },
    "drawing failed",
  );
};
