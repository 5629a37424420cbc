import { readFileSync } from "node:fs";
import path from "node:path";

import { commands } from "../../apps/cli/src/commands/index.ts";
import { apiRoutes } from "../../apps/web/http/api/routes/api-routes.ts";
import { renderApi } from "./render-api.ts";
import { renderClient } from "./render-client.ts";
import { renderCommands } from "./render-commands.ts";
import { renderEnvTemplates } from "./render-env-templates.ts";
import { renderInfrastructure } from "./render-infrastructure.ts";
import { renderProblems } from "./render-problems.ts";
import { renderMetrics } from "./render-metrics.ts";
import { renderSettings } from "./render-settings.ts";
import { renderTools } from "./render-tools.ts";

const deploying = path.resolve(import.meta.dirname, "../../docs/deploy.md");
const configuration = path.resolve(import.meta.dirname, "../../docs/configuration.md");

/** What is made from the program to be read by people, and by programs of theirs: by path from the root of the checkout. */
export function generatedPages(): Readonly<Record<string, string>> {
  const settings = readFileSync(configuration, "utf8");
  return {
    "docs/commands.md": renderCommands(commands),
    "docs/metrics.md": renderMetrics(),
    "docs/api.md": renderApi(apiRoutes),
    "docs/mcp-tools.md": renderTools(),
    ".env.example": renderSettings(settings),
    "docs/deploy.md": renderProblems(readFileSync(deploying, "utf8")),
    "docs/infrastructure.md": renderInfrastructure(),
    ...renderEnvTemplates(settings),
    "packages/api-client/src/api-schema.ts": renderClient(apiRoutes),
  };
}
