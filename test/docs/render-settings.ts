import { cliSettings } from "../../apps/cli/src/env.ts";
import { mcpSettings } from "../../apps/mcp/src/env.ts";
import { webSettings } from "../../apps/web/env.ts";
import { workerSettings } from "../../apps/worker/src/env.ts";

type Explained = { readonly names: readonly string[]; readonly unset: string; readonly text: string };

const programs = {
  web: Object.keys(webSettings.shape),
  worker: Object.keys(workerSettings.shape),
  mcp: Object.keys(mcpSettings.shape),
  "command line": Object.keys(cliSettings.shape),
} as const;

// Of the process, and no settings of ours.
const notOurs = ["PATH"];

/** Every setting that any program reads, as their schemas have them. */
export function listSettings(): readonly string[] {
  return [...new Set(Object.values(programs).flat())].filter((name) => !notOurs.includes(name));
}

/** The settings that the table of docs/configuration.md explains. */
export function readExplained(page: string): readonly Explained[] {
  return [...page.matchAll(/^\| (`[A-Z0-9_`, ]+`) \|([^|]*)\| (.*) \|$/gm)].map(
    ([, names = "", unset = "", text = ""]) => ({
      names: [...names.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name),
      unset: toPlain(unset),
      text: toPlain(text),
    }),
  );
}

/** `.env.example`: every setting, switched off, with what the table says of it. */
export function renderSettings(page: string): string {
  const settings = listSettings();
  const blocks = readExplained(page).flatMap(({ names, unset, text }) => {
    const known = names.filter((name) => settings.includes(name));
    if (known.length === 0) return [];
    const readers = Object.entries(programs).filter(([, read]) => known.some((name) => read.includes(name)));
    return [
      [
        `# ${text}`,
        `# Read by: ${readers.map(([name]) => name).join(", ")}.${unset === "" ? "" : ` Not set: ${unset}`}`,
        ...known.map((name) => `#${name}=`),
      ].join("\n"),
    ];
  });
  return `${head}\n\n${blocks.join("\n\n")}\n`;
}

const head = `# Settings of Pulse-Hub. Nothing has to be set; docs/configuration.md says more of each.
# NAME_BASE64 may stand for NAME where a platform would mangle the value.
# Made from the settings that the programs read: node test/docs/generate-docs.ts`;

function toPlain(cell: string): string {
  return cell
    .trim()
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll("`", "");
}
