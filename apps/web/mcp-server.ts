import { AppError } from "@pulse/kit";

import type { WebEnv } from "./env.ts";

type McpServer = { readonly url: string; readonly signingKey: string };

/** Where the MCP server is and how it knows us; null where there is none. Throws `invalid` for one half without the other. */
export function readMcpServer(env: Pick<WebEnv, "MCP_SERVER_URL" | "PULSE_MCP_SIGNING_KEY">): McpServer | null {
  const { MCP_SERVER_URL: url, PULSE_MCP_SIGNING_KEY: signingKey } = env;
  if (url === undefined) return null;
  if (signingKey === undefined) {
    throw new AppError(
      "invalid",
      "The settings are not usable:\n  PULSE_MCP_SIGNING_KEY is not set, and without it MCP_SERVER_URL would not know for whom we ask. Make a pair: ./pulse mcp key",
    );
  }
  return { url: url.replace(/\/+$/, ""), signingKey };
}
