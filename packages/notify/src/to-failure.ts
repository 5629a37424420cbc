import { AppError, type ErrorCode } from "@pulse/kit";

import type { Posted } from "./post.ts";

/**
 * What an answer other than success means. `limited` and `unavailable` pass by waiting; the rest needs a person. `details.retryAfterMs` is
 * what the receiver asked for.
 */
export function toFailure(receiver: string, { status, retryAfterMs, text }: Posted): AppError {
  const [code, advice] = meaningOf(status);
  const words = text.trim().slice(0, 200);
  const said = words === "" ? "" : ` and said: ${words}`;
  return new AppError(code, `${receiver} answered ${status}${said}. ${advice}`, { details: { status, retryAfterMs } });
}

function meaningOf(status: number): readonly [ErrorCode, string] {
  if (status === 429) return ["limited", "It takes no more for now; it is tried again"];
  if (status === 408 || status >= 500) return ["unavailable", "It is tried again"];
  if (status === 401 || status === 403)
    return ["forbidden", "Its address or key is no longer good; make a new one there and save it here"];
  if (status === 404 || status === 410)
    return ["not_found", "What it led to is gone; make a new one there and save it here"];
  if (status >= 300 && status < 400)
    return ["invalid", "It leads elsewhere, which is not followed; save the final address"];
  return ["invalid", "It does not take this; check what it expects"];
}
