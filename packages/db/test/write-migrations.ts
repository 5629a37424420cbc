import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { onTestFinished } from "vitest";

type Script = { readonly name: string; readonly up: string; readonly down: string };

/** A folder of numbered migrations for one test; each script gets its comment in line 1, so that its SQL begins in line 2. */
export async function writeMigrations(scripts: readonly Script[]): Promise<string> {
  const folder = await writeFiles({});
  await rewriteMigrations(folder, scripts);
  return folder;
}

export async function rewriteMigrations(folder: string, scripts: readonly Script[]): Promise<void> {
  for (const [index, script] of scripts.entries()) {
    const stem = `${String(index + 1).padStart(4, "0")}_${script.name}`;
    await writeFile(path.join(folder, `${stem}.up.sql`), `-- For a test.\n${script.up}`);
    await writeFile(path.join(folder, `${stem}.down.sql`), `-- For a test.\n${script.down}`);
  }
}

export async function writeFiles(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "pulse-migrations-"));
  onTestFinished(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return folder;
}
