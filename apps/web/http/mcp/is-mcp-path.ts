/** Where the MCP server lies here; what is behind it is the server's. */
export const mcpPrefix = /^\/api\/(?:proxy\/)?mcp(?=\/|$)/;

/** `path` as it is routed, not as it was asked for: the latter may go back up. */
export function isMcpPath(path: string): boolean {
  return mcpPrefix.test(path);
}
