import type { DeployQuery } from "./read-deploy-query.ts";

/** What every part of the page needs to draw links and times. */
export type DeployPage = {
  readonly slug: string;
  readonly timeZone: string;
  /** The server's clock when it was drawn. */
  readonly drawnAt: string;
  readonly mayRollBack: boolean;
  readonly githubUrl: string;
  readonly query: DeployQuery;
};

/** Another view of the same app. */
export function deployHref(
  { slug, query }: Pick<DeployPage, "slug" | "query">,
  change: Readonly<Record<string, string>> = {},
): string {
  const search = new URLSearchParams({ ...(query.app === null ? {} : { app: query.app }), ...change }).toString();
  return `/${slug}/deployments${search === "" ? "" : `?${search}`}`;
}
