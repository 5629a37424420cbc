import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { AppError } from "@pulse/kit";

import { splitStatements } from "./split-statements.ts";

export type MigrationScript = {
  readonly path: string;
  readonly sql: string;
  readonly checksum: string;
  readonly isTransactional: boolean;
};

export type Migration = {
  readonly version: number;
  /** As in the file name: `0012_add_deploy_runs`. */
  readonly name: string;
  readonly up: MigrationScript;
  readonly down: MigrationScript;
};

const fileName = /^(\d{4})_([a-z0-9]+(?:_[a-z0-9]+)*)\.(up|down)\.sql$/;
const transactionWords = /^(begin|start|commit|rollback|end|abort|prepare\s+transaction)\b/i;

/** The migrations that this program was built with. */
export function programMigrationsDir(): string {
  return path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "migrations");
}

/** Reads `NNNN_name.up.sql` and `.down.sql` in order. Throws `invalid` that lists every misplaced, missing or malformed file at once. */
export async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const problems: string[] = [];
  const names = await listFiles(directory);
  for (const name of names) {
    if (!fileName.test(name)) problems.push(`${name}: the name is not NNNN_lower_case.up.sql or .down.sql`);
  }
  const stems = [...new Set(names.filter((name) => fileName.test(name)).map(stemOf))].toSorted();
  problems.push(...numberingProblems(stems));
  const migrations: Migration[] = [];
  for (const stem of stems) {
    const missing = [`${stem}.up.sql`, `${stem}.down.sql`].filter((name) => !names.includes(name));
    problems.push(...missing.map((name) => `${name}: the file is missing; every migration has an up and a down`));
    if (missing.length > 0) continue;
    const up = await readScript(path.join(directory, `${stem}.up.sql`), problems);
    const down = await readScript(path.join(directory, `${stem}.down.sql`), problems);
    migrations.push({ version: versionOf(stem), name: stem, up, down });
  }
  if (problems.length > 0) {
    throw new AppError("invalid", `The migrations in ${directory} are not usable:\n  ${problems.join("\n  ")}`, {
      details: { problems },
    });
  }
  return migrations;
}

async function listFiles(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter((name) => !name.startsWith(".")).toSorted();
  } catch (error) {
    throw new AppError("not_found", `The folder of migrations ${directory} cannot be read`, { cause: error });
  }
}

function numberingProblems(stems: readonly string[]): string[] {
  const problems: string[] = [];
  let expected = 1;
  for (const stem of stems) {
    const version = versionOf(stem);
    if (version < expected) problems.push(`${stem}: the number ${version} is taken by another migration`);
    else if (version > expected)
      problems.push(`${stem}: number ${expected} is missing before it; numbers have no gaps`);
    expected = Math.max(expected, version + 1);
  }
  return problems;
}

async function readScript(file: string, problems: string[]): Promise<MigrationScript> {
  // Git may have checked the file out with other line ends; what it says is the same.
  const sql = (await readFile(file, "utf8")).replaceAll("\r\n", "\n");
  const [reason = "", directive = ""] = sql.split("\n");
  const name = path.basename(file);
  if (!/^--\s*\S/.test(reason) || reason.trim() === "-- no-transaction") {
    problems.push(`${name}: line 1 is not a comment that says why the migration exists`);
  }
  for (const statement of splitStatements(sql)) {
    if (transactionWords.test(statement.sql)) {
      problems.push(`${name}:${statement.line}: the migrator opens and ends the transaction; remove this statement`);
    }
  }
  return {
    path: file,
    sql,
    checksum: createHash("sha256").update(sql).digest("hex"),
    isTransactional: directive.trim() !== "-- no-transaction",
  };
}

function stemOf(name: string): string {
  return name.replace(/\.(up|down)\.sql$/, "");
}

function versionOf(stem: string): number {
  return Number(stem.slice(0, 4));
}
