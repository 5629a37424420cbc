const statuses: Readonly<Record<string, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  insufficient_scope: 403,
  policy_denied: 403,
  not_found: 404,
  not_found_or_no_access: 404,
  conflict: 409,
  confirmation_required: 409,
  response_too_large: 422,
  rate_limited: 429,
  limited: 429,
  upstream_error: 502,
  unavailable: 503,
  upstream_timeout: 504,
};

/** What HTTP calls an error of ours. */
export function statusOf(code: string): number {
  return statuses[code] ?? 500;
}
