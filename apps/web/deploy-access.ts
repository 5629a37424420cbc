import { createRecentReads, type DeployAccess } from "@pulse/actions";

import type { WebEnv } from "./env.ts";

/** What actions need before they can ask App Platform; null without a token. */
export function readDeployAccess(
  env: Pick<WebEnv, "DIGITALOCEAN_ACCESS_TOKEN" | "DIGITALOCEAN_API_URL">,
): DeployAccess | null {
  const token = env.DIGITALOCEAN_ACCESS_TOKEN;
  if (token === undefined) return null;
  return { token, apiUrl: env.DIGITALOCEAN_API_URL, recent: createRecentReads() };
}
