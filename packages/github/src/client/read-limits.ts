/** What an answer says of GitHub's limits. Values only: what to do about them is decided elsewhere. */
import { readRetryAfter } from "@pulse/kit";

import type { RateResource } from "./github-client.ts";

export type Headers = Readonly<Record<string, string>>;

export type RateLimit = {
  readonly resource: RateResource;
  readonly quota: number;
  readonly remaining: number;
  readonly resetAt: Date;
};

export type LimitHit =
  /** The hour's quota is used up. */
  | { readonly kind: "primary"; readonly limit: RateLimit }
  /** Asked too fast or too much at once; GitHub says for how long to keep away, or leaves it to us (null). */
  | { readonly kind: "secondary"; readonly retryAfterMs: number | null };

/** Null where limits are switched off (Enterprise servers then send no limit, or one of 0) or where the answer names another resource. */
export function readRateLimit(headers: Headers, asked: RateResource): RateLimit | null {
  const quota = wholeNumber(headers["x-ratelimit-limit"]);
  const remaining = wholeNumber(headers["x-ratelimit-remaining"]);
  const resetSeconds = wholeNumber(headers["x-ratelimit-reset"]);
  const resource = headers["x-ratelimit-resource"] ?? asked;
  if (quota === null || quota === 0 || remaining === null || resetSeconds === null || resource !== asked) return null;
  return { resource: asked, quota, remaining, resetAt: new Date(resetSeconds * 1000) };
}

/** True for an answer of a server whose limits are switched off. */
export function isUnlimited(headers: Headers): boolean {
  return (wholeNumber(headers["x-ratelimit-limit"]) ?? 0) === 0;
}

/** Which limit refused a request, if one did. 403 and 429 mean the same here. */
export function readLimitHit(
  answer: { readonly status: number; readonly headers: Headers; readonly message: string },
  input: { readonly resource: RateResource; readonly now: Date },
): LimitHit | null {
  if (answer.status !== 403 && answer.status !== 429) return null;
  const retryAfterMs = readRetryAfter(answer.headers["retry-after"], input.now);
  if (retryAfterMs !== null) return { kind: "secondary", retryAfterMs };
  const limit = readRateLimit(answer.headers, input.resource);
  const isSecondary = /secondary rate|abuse detection/i.test(answer.message);
  if (limit !== null && limit.remaining === 0 && !isSecondary) return { kind: "primary", limit };
  return isSecondary || answer.status === 429 ? { kind: "secondary", retryAfterMs: null } : null;
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\s*\d{1,15}\s*$/.test(text) ? Number(text) : null;
}
