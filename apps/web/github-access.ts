import type { GitHubAccess } from "@pulse/actions";

import type { WebEnv } from "./env.ts";

/** What actions need before they can ask GitHub; null where no keys were given, so that nothing could be sealed or opened. */
export function readGitHubAccess(
  env: Pick<WebEnv, "GITHUB_API_URL" | "GITHUB_TOKEN" | "PULSE_ENCRYPTION_KEYS">,
): GitHubAccess | null {
  if (env.PULSE_ENCRYPTION_KEYS === undefined) return null;
  return {
    apiUrl: env.GITHUB_API_URL ?? "https://api.github.com",
    keys: env.PULSE_ENCRYPTION_KEYS,
    token: env.GITHUB_TOKEN ?? null,
  };
}
