import { commands } from "../../apps/cli/src/commands/index.ts";
import { renderCommands } from "./render-commands.ts";
import { renderMetrics } from "./render-metrics.ts";

/** The pages of docs/ that are made from the program, by path from the root of the checkout. */
export function generatedPages(): Readonly<Record<string, string>> {
  return { "docs/commands.md": renderCommands(commands), "docs/metrics.md": renderMetrics() };
}
