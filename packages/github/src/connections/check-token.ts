import { AppError } from "@pulse/kit";

import { createSend } from "../client/send-request.ts";
import { readRateLimit, type RateLimit } from "../client/read-limits.ts";

const timeoutMs = 15_000;

type TokenFacts = {
  /** Of a classic token; a fine-grained one tells none. */
  readonly scopes: readonly string[] | null;
  readonly limit: RateLimit | null;
};

/** What a token may do and how much of its hour is left, by the one question that costs nothing. Throws `unauthenticated` for one that is refused. */
export async function checkToken(input: { readonly apiUrl: string; readonly token: string }): Promise<TokenFacts> {
  const answer = await createSend(fetch)({
    method: "GET",
    url: `${input.apiUrl}/rate_limit`,
    headers: { authorization: `Bearer ${input.token}`, accept: "application/vnd.github+json" },
    timeoutMs,
    signal: undefined,
  });
  if (answer.status !== 200) {
    throw new AppError(
      "unauthenticated",
      `GitHub refuses the token (${answer.status}): it has ended, was revoked, or is none`,
    );
  }
  const scopes = answer.headers["x-oauth-scopes"];
  return {
    scopes:
      scopes === undefined
        ? null
        : scopes
            .split(",")
            .map((scope) => scope.trim())
            .filter((scope) => scope !== ""),
    limit: readRateLimit(answer.headers, "core"),
  };
}
