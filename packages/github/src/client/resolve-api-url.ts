import { AppError } from "@pulse/kit";

/**
 * The full address of an API path, or of a page that GitHub named. Throws `forbidden` for any other host: a token goes to the configured
 * API alone.
 */
export function resolveApiUrl(
  apiUrl: string,
  path: string,
  query: Readonly<Record<string, string | number>> = {},
): URL {
  const base = new URL(apiUrl.endsWith("/") ? apiUrl : `${apiUrl}/`);
  const url = isAbsolute(path) ? new URL(path) : new URL(path.replace(/^\/+/, ""), base);
  if (url.origin !== base.origin) {
    throw new AppError(
      "forbidden",
      `GitHub named an address on ${url.host}, which is not the configured API (${base.host}): it was not asked. Check GITHUB_API_URL`,
      { details: { reason: "foreign_host" } },
    );
  }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url;
}

/** GraphQL of github.com is beside the REST root, that of an Enterprise server beside its `/api/v3`. */
export function graphqlUrl(apiUrl: string): string {
  const root = apiUrl.replace(/\/+$/, "");
  return root.endsWith("/api/v3") ? `${root.slice(0, -"/v3".length)}/graphql` : `${root}/graphql`;
}

function isAbsolute(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(path) || path.startsWith("//");
}
