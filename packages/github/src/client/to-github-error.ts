/** What GitHub's refusals mean for whoever asked, in words and with the next step. */
import { AppError, type ErrorCode } from "@pulse/kit";

import type { BudgetOwner } from "./rate-budget.ts";
import type { Headers } from "./read-limits.ts";

export type RefusedAnswer = {
  readonly status: number;
  readonly headers: Headers;
  /** GitHub's own words. */
  readonly message: string;
  /** Path and host, for messages; without a query. */
  readonly address: string;
};

type Verdict = { readonly code: ErrorCode; readonly reason: string; readonly text: string };

/** The error for an answer of 400 or more that is no rate limit. `details` has `reason`, `status`, `address` and GitHub's request id. */
export function toGitHubError(answer: RefusedAnswer, connection: Pick<BudgetOwner, "name">): AppError {
  const verdict = judge(answer, connection.name);
  return new AppError(verdict.code, verdict.text, {
    details: {
      reason: verdict.reason,
      status: answer.status,
      address: answer.address,
      requestId: answer.headers["x-github-request-id"] ?? null,
      ...(verdict.code === "unavailable" ? { isTooMuch: answer.status === 502 || answer.status === 504 } : {}),
    },
  });
}

function judge(answer: RefusedAnswer, connection: string): Verdict {
  const { status, address } = answer;
  const said = `GitHub said: ${answer.message.slice(0, 300) || `status ${status}`}`;
  switch (status) {
    case 401:
      return {
        code: "unauthenticated",
        reason: "bad_credentials",
        text: `GitHub no longer accepts the credential of the connection "${connection}": it was revoked or has expired. Make a new one and run: ./pulse connection save ${quote(connection)} --token-stdin`,
      };
    case 403:
      return judgeForbidden(answer, connection, said);
    case 404:
      return {
        code: "not_found",
        reason: "not_visible",
        text:
          `${address}: not found. Either it does not exist, or the connection "${connection}" may not see it: GitHub answers the same for both. ` +
          "Check the spelling; that a fine-grained token or app was given this repository; and, in an organisation with SSO, that the token is authorised for it",
      };
    case 410:
      return {
        code: "not_found",
        reason: "gone",
        text: `${address} was deleted, or the feature is switched off. ${said}`,
      };
    case 451:
      return {
        code: "not_found",
        reason: "legal",
        text: `${address} is blocked for legal reasons (DMCA or similar). ${said}. Only its owner can change that, at GitHub`,
      };
    case 409:
      return {
        code: "conflict",
        reason: "conflict",
        text: `${address}: GitHub cannot do this in the present state. ${said}`,
      };
    case 400:
    case 422:
      return { code: "invalid", reason: "refused", text: `${address}: GitHub refused the request. ${said}` };
    default:
      if (status >= 500) {
        return {
          code: "unavailable",
          reason: "server",
          text: `${address}: GitHub answered ${status}. It is tried again later; its state: https://www.githubstatus.com`,
        };
      }
      return { code: "internal", reason: "unexpected", text: `${address}: unexpected answer ${status}. ${said}` };
  }
}

function judgeForbidden(answer: RefusedAnswer, connection: string, said: string): Verdict {
  const sso = /url=(\S+)/.exec(answer.headers["x-github-sso"] ?? "")?.[1];
  if (sso !== undefined) {
    return {
      code: "forbidden",
      reason: "sso",
      text: `${answer.address}: the organisation wants single sign-on. Authorise the token of the connection "${connection}" here: ${sso}`,
    };
  }
  const wanted = answer.headers["x-accepted-github-permissions"] ?? answer.headers["x-accepted-oauth-scopes"];
  const needs = wanted === undefined || wanted === "" ? "" : ` It needs: ${wanted}.`;
  return {
    code: "forbidden",
    reason: "rights",
    text: `${answer.address}: the connection "${connection}" lacks the right.${needs} ${said}. See what is missing: ./pulse connection check ${quote(connection)}`,
  };
}

function quote(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `"${name}"`;
}
