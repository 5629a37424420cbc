import { randomBytes } from "node:crypto";

import type { GitHubOAuth, IdentitySettings } from "@pulse/actions";
import { AppError } from "@pulse/kit";

import type { WebEnv } from "./env.ts";

const loopback = new Set(["127.0.0.1", "localhost", "::1"]);

/**
 * Who may sign in, by the settings. Throws `invalid` when the numbers would lie open: an address that others reach needs an OAuth app
 * and a secret of its own, because being able to reach a port proves nobody.
 */
export function readIdentitySettings(env: WebEnv, port: number): IdentitySettings {
  const github = readGitHub(env);
  const problems: string[] = [];
  if (!loopback.has(env.HOST)) {
    if (github === null) {
      problems.push(
        `HOST is ${env.HOST}, which others can reach, and nobody could sign in. Set GITHUB_OAUTH_CLIENT_ID and GITHUB_OAUTH_CLIENT_SECRET, or unset HOST`,
      );
    }
    if (env.NEXTAUTH_URL === undefined)
      problems.push("NEXTAUTH_URL is not set: the address under which people open Pulse-Hub");
  }
  if (github !== null && env.NEXTAUTH_SECRET === undefined) {
    problems.push("NEXTAUTH_SECRET is not set. Make one: openssl rand -base64 32");
  }
  if (problems.length > 0) {
    throw new AppError("invalid", `The settings are not usable:\n${problems.map((line) => `  ${line}`).join("\n")}`);
  }
  return {
    publicUrl: new URL(env.NEXTAUTH_URL ?? `http://127.0.0.1:${port}`).origin,
    // Without one of its own a local installation forgets its sessions when it ends; `up` keeps one in its folder.
    secret: env.NEXTAUTH_SECRET ?? randomBytes(32).toString("base64"),
    github,
    allowedLogins: env.PULSE_ALLOWED_LOGINS,
    allowedOrgs: env.PULSE_ALLOWED_ORGS,
    isOpenToClients: true,
  };
}

function readGitHub(env: WebEnv): GitHubOAuth | null {
  const { GITHUB_OAUTH_CLIENT_ID: clientId, GITHUB_OAUTH_CLIENT_SECRET: clientSecret } = env;
  if (clientId === undefined && clientSecret === undefined) return null;
  if (clientId === undefined || clientSecret === undefined) {
    const missing = clientId === undefined ? "GITHUB_OAUTH_CLIENT_ID" : "GITHUB_OAUTH_CLIENT_SECRET";
    throw new AppError(
      "invalid",
      `The settings are not usable:\n  ${missing} is not set, and the other half alone signs nobody in`,
    );
  }
  const url = env.GITHUB_URL.replace(/\/+$/, "");
  return { clientId, clientSecret, url, apiUrl: (env.GITHUB_API_URL ?? defaultApiUrl(url)).replace(/\/+$/, "") };
}

/** GitHub Enterprise has its API below its own address. */
function defaultApiUrl(url: string): string {
  return url === "https://github.com" ? "https://api.github.com" : `${url}/api/v3`;
}
