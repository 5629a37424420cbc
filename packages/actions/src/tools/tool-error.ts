import { isAppError, type AppError, type ErrorCode } from "@pulse/kit";

/** Why a call failed, for a model that has to decide what to do next. */
export type ToolError = {
  readonly code: ErrorCode | Finer;
  readonly message: string;
  /** The same call may work later. */
  readonly retryable: boolean;
  readonly retry_after_s?: number;
  /** What the same call needs besides. */
  readonly add?: unknown;
  readonly request_id?: string;
};

type Finer =
  | "not_found_or_no_access"
  | "insufficient_scope"
  | "rate_limited"
  | "upstream_error"
  | "upstream_timeout"
  | "response_too_large"
  | "confirmation_required"
  | "policy_denied";

const finerByReason: Readonly<Record<string, Finer>> = {
  not_visible: "not_found_or_no_access",
  insufficient_scope: "insufficient_scope",
  response_too_large: "response_too_large",
  confirmation_required: "confirmation_required",
  policy_denied: "policy_denied",
  server: "upstream_error",
  network: "upstream_error",
  truncated: "upstream_error",
  redirects: "upstream_error",
  unreadable: "upstream_error",
  timeout: "upstream_timeout",
};

const shortestWaitS = 1;

/** Bugs are told as `internal`: their cause is for the log alone. */
export function toToolError(
  error: unknown,
  context: { readonly now: Date; readonly requestId: string | null },
): ToolError {
  const named = context.requestId === null ? {} : { request_id: context.requestId };
  if (!isAppError(error)) {
    const isAway = isUnreachableDatabase(error);
    return {
      code: isAway ? "unavailable" : "internal",
      message: isAway
        ? "The database does not answer. Try again in a moment; if it stays away, see ./pulse doctor"
        : "Something broke on our side. The log has the cause under the request id",
      retryable: isAway,
      ...named,
    };
  }
  const wait = waitOf(error, context.now);
  return {
    code: codeOf(error),
    message: error.message,
    retryable: error.code === "limited" || error.code === "unavailable" || wait !== null,
    ...("add" in error.details ? { add: error.details["add"] } : {}),
    ...(wait === null ? {} : { retry_after_s: wait }),
    ...named,
  };
}

function codeOf(error: AppError): ToolError["code"] {
  if (error.code === "limited") return "rate_limited";
  const { reason } = error.details;
  return (typeof reason === "string" ? finerByReason[reason] : undefined) ?? error.code;
}

function waitOf(error: AppError, now: Date): number | null {
  const { retryAt, retryAfterS } = error.details;
  if (typeof retryAfterS === "number") return retryAfterS;
  const at = retryAt instanceof Date ? retryAt : typeof retryAt === "string" ? new Date(retryAt) : null;
  if (at === null || Number.isNaN(at.getTime())) return null;
  return Math.max(shortestWaitS, Math.ceil((at.getTime() - now.getTime()) / 1000));
}

// Classes 08 and 57P of SQLSTATE: the connection is gone, or the server is going.
function isUnreachableDatabase(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (/^(08|57P)|^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE)$/.test(code)) return true;
  return /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message);
}
