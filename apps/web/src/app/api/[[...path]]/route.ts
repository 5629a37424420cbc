import { AppError } from "@pulse/kit";

import { answerApi } from "../../../server/answer-api.ts";

/** Whatever no other route takes: an API answers in its own words, never with a page. */
export function GET(request: Request): Promise<Response> {
  return answerApi(() => {
    const { pathname } = new URL(request.url);
    throw new AppError("not_found", `There is no ${pathname}. The metrics are listed at /api/metrics`);
  });
}
