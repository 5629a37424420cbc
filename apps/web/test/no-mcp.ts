import type { McpProxy } from "../http/mcp/create-mcp-proxy.ts";

/** No MCP server runs beside what is tested. */
export const noMcp: McpProxy = {
  readState: () => Promise.resolve("disabled"),
  answerHealth: () => Promise.resolve(false),
  answer: () => Promise.resolve(false),
};
