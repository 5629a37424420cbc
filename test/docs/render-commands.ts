import type { ListedCommand } from "../../apps/cli/src/command.ts";
import { commandHelp } from "../../apps/cli/src/help.ts";

const intro = `# Commands

Every command prints help with \`--help\`, one JSON document with \`--json\`, data on stdout and talk on stderr.
Exit codes: 0 done, 1 refused or failed, 2 used wrongly. This page is generated from the program.
`;

/** docs/commands.md: the help of every command, as the program prints it. */
export function renderCommands(commands: readonly ListedCommand[]): string {
  const parts = commands.map((command) => `## ${command.name}\n\n\`\`\`text\n${commandHelp(command)}\n\`\`\`\n`);
  return [intro, ...parts].join("\n");
}
