import type { ErrorCode } from "@pulse/kit";

/** RFC 9457, with our code and the id under which the log knows the request. */
export type Problem = {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  readonly request_id: string;
};

export const problemContentType = "application/problem+json; charset=utf-8";

const answers: Readonly<Record<ErrorCode, { readonly status: number; readonly title: string }>> = {
  invalid: { status: 400, title: "Bad request" },
  unauthenticated: { status: 401, title: "Not signed in" },
  forbidden: { status: 403, title: "Not allowed" },
  not_found: { status: 404, title: "Not found" },
  conflict: { status: 409, title: "Conflict" },
  limited: { status: 429, title: "Too many requests" },
  unavailable: { status: 503, title: "Unavailable" },
  internal: { status: 500, title: "Internal error" },
};

type ProblemInput = {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly requestId: string;
  /** Where HTTP knows a more exact status than the code's own. */
  readonly status?: number;
  readonly title?: string;
};

export function toProblem(input: ProblemInput): Problem {
  const answer = answers[input.code];
  return {
    type: "about:blank",
    title: input.title ?? answer.title,
    status: input.status ?? answer.status,
    code: input.code,
    detail: input.detail,
    request_id: input.requestId,
  };
}

/** The status of HTTP that a failure has. */
export function statusOf(code: ErrorCode): number {
  return answers[code].status;
}
