type Limit = { readonly quota: number | null; readonly remaining: number | null; readonly resetAt: Date | null };

/** What is left of an hourly limit, in words. */
export function formatLimit(limit: Limit | null | undefined): string {
  if (limit === undefined) return "not asked yet";
  if (limit === null || limit.quota === null || limit.remaining === null) return "no hourly limit";
  const until = limit.resetAt === null ? "" : ` until ${limit.resetAt.toISOString()}`;
  return `${limit.remaining.toLocaleString("en-US")} of ${limit.quota.toLocaleString("en-US")} requests left${until}`;
}
