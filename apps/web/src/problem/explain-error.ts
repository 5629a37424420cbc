import type { AppError, ErrorCode } from "@pulse/kit";

export type Explanation = { readonly code: ErrorCode; readonly detail: string; readonly isBug: boolean };

/** What people are told of a failure. A bug is told as `internal`; its cause goes to the log alone. */
export function explainError(error: unknown): Explanation {
  if (isAppError(error)) return { code: error.code, detail: error.message, isBug: false };
  if (isUnreachableDatabase(error)) {
    return {
      code: "unavailable",
      detail: "The database does not answer. Try again in a moment; if it stays away, see ./pulse doctor",
      isBug: false,
    };
  }
  return {
    code: "internal",
    detail: "Something broke on our side. The log has the cause under the request id",
    isBug: true,
  };
}

// Classes 08 and 57P of SQLSTATE: the connection is gone, or the server is going.
function isUnreachableDatabase(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (/^(08|57P)|^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE)$/.test(code)) return true;
  return /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message);
}

// By its name: Next's bundle holds its own copy of the class, so that `instanceof` would know only half of them.
function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === "AppError" && "code" in error;
}
