/** Writes the pages of docs/ that are made from the program; with --check it only says which of them are behind, and fails. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { commands } from "../../apps/cli/src/commands/index.ts";
import { renderCommands } from "./render-commands.ts";

const root = path.resolve(import.meta.dirname, "../..");
const pages: Readonly<Record<string, string>> = {
  "docs/commands.md": renderCommands(commands),
};

const isCheck = process.argv.includes("--check");
for (const [name, text] of Object.entries(pages)) {
  const file = path.join(root, name);
  if (readIfThere(file) === text) continue;
  if (isCheck) {
    console.error(`${name} is not what the program says. Run: node test/docs/generate-docs.ts`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.error(`wrote ${name}`);
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
