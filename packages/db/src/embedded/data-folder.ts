import { randomBytes } from "node:crypto";
import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { AppError } from "@pulse/kit";
import { z } from "zod";

import type { PostgresVersion } from "./native-binaries.ts";
import type { Placement } from "./placement.ts";
import { runProgram } from "./run-program.ts";

// Kept inside the data folder, which only its owner may enter, so that the two cannot be parted.
const notesFile = "pulse.json";
const notesSchema = z.object({ superuserPassword: z.string(), ownerPassword: z.string(), port: z.number().nullable() });

/** What we must remember about a data folder: the generated passwords and the port of the last start. */
export type Notes = z.output<typeof notesSchema>;

/** Makes the data folder unless it is there. Throws `conflict` when another major version of PostgreSQL made it. */
export async function ensureDataFolder(placement: Placement, version: PostgresVersion): Promise<Notes> {
  const { dataDir } = placement;
  const madeBy = await readText(path.join(dataDir, "PG_VERSION"));
  if (madeBy === null) return await createDataFolder(placement, version);
  if (madeBy.trim() !== String(version)) {
    throw new AppError(
      "conflict",
      `The database in ${dataDir} was made by PostgreSQL ${madeBy.trim()}, and this program brings PostgreSQL ${version}, which cannot read it. ./pulse up brings it over and keeps the old folder`,
    );
  }
  const notes = await readText(path.join(dataDir, notesFile));
  if (notes === null) {
    throw new AppError(
      "conflict",
      `${dataDir} holds a PostgreSQL database that pulse did not make (${notesFile} is missing). Point PULSE_HOME at another folder`,
    );
  }
  return notesSchema.parse(JSON.parse(notes));
}

export async function writeNotes(placement: Placement, folder: string, notes: Notes): Promise<void> {
  const file = path.join(folder, notesFile);
  const draft = `${file}.new`;
  await writeFile(draft, JSON.stringify(notes), { mode: 0o600 });
  const { uid, gid } = placement.launch;
  if (uid !== undefined && gid !== undefined) await chown(draft, uid, gid);
  await rename(draft, file);
}

// Made beside its place and moved there when complete, so that a kill in between leaves nothing half made.
async function createDataFolder(placement: Placement, version: PostgresVersion): Promise<Notes> {
  const { dataDir, binaries, launch } = placement;
  const draft = `${dataDir}.new`;
  const notes: Notes = { superuserPassword: newPassword(), ownerPassword: newPassword(), port: null };
  const passwordFile = `${dataDir}.password`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await rm(dataDir, { recursive: true, force: true });
  await writeFile(passwordFile, `${notes.superuserPassword}\n`, { mode: 0o600 });
  if (launch.uid !== undefined && launch.gid !== undefined) {
    await chown(draft, launch.uid, launch.gid);
    await chown(passwordFile, launch.uid, launch.gid);
  }
  try {
    await runProgram(launch, [
      binaries.initdb,
      `--pgdata=${draft}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--data-checksums",
      ...localeOptions(version),
    ]);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeNotes(placement, draft, notes);
  await rename(draft, dataDir);
  return notes;
}

// Since 17 the server brings C.UTF-8 itself; before, only the system's C library has it.
function localeOptions(version: PostgresVersion): readonly string[] {
  if (version < 17) return ["--locale=C.UTF-8"];
  return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
}

function newPassword(): string {
  return randomBytes(24).toString("base64url");
}

async function readText(file: string): Promise<string | null> {
  return await readFile(file, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  });
}
