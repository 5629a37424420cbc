// Where the server's files lie. An account that PostgreSQL is dropped to may be unable to enter the folder of the
// checkout (root's home, say); then data and programs lie under /var/lib instead.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, chown, cp, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { AppError } from "@pulse/kit";

import { planLaunch, readLaunchFacts, type Launch } from "./launch.ts";
import { nativeBinariesIn, type NativeBinaries } from "./native-binaries.ts";

const run = promisify(execFile);
const reachableRoot = "/var/lib/pulse-hub";

export type Placement = { readonly dataDir: string; readonly launch: Launch; readonly binaries: NativeBinaries };

/** Decides account and folders for the server of `dataDir`, and makes them so. */
export async function placeServer(dataDir: string, binaries: NativeBinaries): Promise<Placement> {
  const elsewhere = path.join(reachableRoot, createHash("sha256").update(dataDir).digest("hex").slice(0, 12));
  const moved = path.join(elsewhere, "data");
  const isMoved = (await ownerOf(path.join(moved, "PG_VERSION"))) !== null;
  const chosen = isMoved ? moved : dataDir;
  const launch = planLaunch(await readLaunchFacts({ dataDir: chosen, ownerUid: await ownerOf(chosen) }));
  if (launch.kind !== "account") return { dataDir: chosen, launch, binaries };

  const canEnter = await canAccountUse(launch, ["/bin/sh", "-c", 'cd "$1"', "sh", path.dirname(chosen)]);
  if (!canEnter && !isMoved && (await ownerOf(dataDir)) !== null) throw unreachable(dataDir);
  const canRun = await canAccountUse(launch, [binaries.postgres, "--version"]);
  const usable = canRun ? binaries : await copyPrograms(binaries, elsewhere);
  const folder = canEnter ? chosen : moved;
  await handOver(folder, launch);
  return { dataDir: folder, launch, binaries: usable };
}

async function canAccountUse(launch: Launch, commandLine: readonly string[]): Promise<boolean> {
  const [program = "", ...rest] = commandLine;
  const { uid, gid } = launch;
  return await run(program, rest, {
    cwd: "/",
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  }).then(
    () => true,
    () => false,
  );
}

async function copyPrograms(binaries: NativeBinaries, elsewhere: string): Promise<NativeBinaries> {
  const { mtimeMs, size } = await stat(binaries.postgres);
  const target = path.join(elsewhere, `programs-${size}-${Math.trunc(mtimeMs)}`);
  if ((await ownerOf(target)) === null) {
    const draft = `${target}.new`;
    await rm(draft, { recursive: true, force: true });
    await mkdir(elsewhere, { recursive: true, mode: 0o755 });
    await cp(binaries.folder, draft, { recursive: true, verbatimSymlinks: true });
    await chmod(draft, 0o755);
    await rename(draft, target);
  }
  return nativeBinariesIn(target);
}

// The parent must be the account's own too: initdb works on a draft beside the folder that is then renamed.
async function handOver(folder: string, launch: Launch): Promise<void> {
  const { uid, gid } = launch;
  if (uid === undefined || gid === undefined) return;
  await mkdir(path.dirname(folder), { recursive: true, mode: 0o755 });
  const owner = await ownerOf(folder);
  if (owner === null || owner === uid) return;
  await chown(folder, uid, gid);
  for (const entry of await readdir(folder, { recursive: true })) await chown(path.join(folder, entry), uid, gid);
}

function unreachable(dataDir: string): AppError {
  return new AppError(
    "unavailable",
    `PostgreSQL does not run as root, this system forbids a user namespace, and the account it would be dropped to cannot enter ${dataDir}. Move the checkout to a folder that every account may enter, or run pulse as an ordinary user`,
  );
}

async function ownerOf(file: string): Promise<number | null> {
  return await stat(file).then(
    ({ uid }) => uid,
    () => null,
  );
}
