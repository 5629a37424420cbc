import { commands } from "../../apps/cli/src/commands/index.ts";
import { apiRoutes } from "../../apps/web/http/api/routes/index.ts";
import { renderApi } from "./render-api.ts";
import { renderCommands } from "./render-commands.ts";
import { renderMetrics } from "./render-metrics.ts";
import { renderTools } from "./render-tools.ts";

/** The pages of docs/ that are made from the program, by path from the root of the checkout. */
export function generatedPages(): Readonly<Record<string, string>> {
  return {
    "docs/commands.md": renderCommands(commands),
    "docs/metrics.md": renderMetrics(),
    "docs/api.md": renderApi(apiRoutes),
    "docs/mcp-tools.md": renderTools(),
  };
}
