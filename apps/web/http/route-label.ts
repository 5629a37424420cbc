import type { ApiRoute } from "./api/api-route.ts";

/** The pages of a workspace, by the folders that Next serves them from. */
export const workspacePages: readonly string[] = [
  "actions",
  "activity",
  "delivery",
  "deployments",
  "issues",
  "overview",
  "people",
  "pulls",
  "repositories",
  "search",
  "settings",
  "team",
  "tools",
];

/** What the server answers by itself, at these addresses alone. */
export const own: readonly string[] = [
  "/api/health",
  "/health",
  "/api/ready",
  "/api/version",
  "/api/events",
  "/api/openapi.json",
  "/api/docs",
  "/sign-in",
];
/** And below these. */
export const trees: readonly (readonly [RegExp, string])[] = [
  [/^\/_next\//, "/_next/*"],
  [/^\/(api\/webhooks\/github|webhook)(\/|$)/, "/api/webhooks/github"],
  [/^\/api\/auth\//, "/api/auth/*"],
  [/^\/api\/github\//, "/api/github/*"],
  [/^\/api\/(proxy\/)?mcp(\/|$)/, "/api/mcp/*"],
  [/^\/api\/(proxy\/)?superset(\/|$)/, "/api/superset/*"],
  [/^\/\.well-known\//, "/.well-known/*"],
];

/** Gives each path one of few names: what people call their workspaces and repositories stays out of what is measured. */
export function createRouteLabel(routes: readonly Pick<ApiRoute, "path">[]): (path: string) => string {
  const patterns = [...new Set(routes.map(({ path }) => path))].map(
    (path) => [new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`), path] as const,
  );
  return (path) => {
    if (own.includes(path)) return path;
    const known = [...trees, ...patterns].find(([pattern]) => pattern.test(path));
    if (known !== undefined) return known[1];
    if (path === "/") return "/";
    const [, , page, ...rest] = path.split("/");
    if (path.startsWith("/api/") || page === undefined || !workspacePages.includes(page)) return "other";
    return `/{workspace}/${page}${rest.length > 0 ? "/*" : ""}`;
  };
}
