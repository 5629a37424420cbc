// Where the server's files lie. An account that PostgreSQL is dropped to may be unable to enter the folder of the
// checkout (root's home, say); then data and programs lie under /var/lib instead.
import { execFile } from "node:child_process";
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
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
  const before = await readPointer(dataDir);
  const chosen = await findDataDir(dataDir);
  const ownerUid = await ownerOf(chosen);
  const launch = planLaunch(await readLaunchFacts({ dataDir: chosen, ownerUid }));
  if (launch.kind !== "account") return { dataDir: chosen, launch, binaries };

  const canEnter = await canAccountUse(launch, ["/bin/sh", "-c", 'cd "$1"', "sh", path.dirname(chosen)]);
  if (!canEnter && ownerUid !== null) throw unreachable(chosen);
  const canRun = await canAccountUse(launch, [binaries.postgres, "--version"]);
  const elsewhere = canEnter && canRun ? null : (before ?? (await makePointer(dataDir)));
  const folder = canEnter || elsewhere === null ? chosen : path.join(elsewhere, "data");
  await handOver(folder, launch);
  const usable = canRun || elsewhere === null ? binaries : await copyPrograms(binaries, elsewhere);
  return { dataDir: folder, launch, binaries: usable };
}

/** Where the data of a server lies, or would lie unless its account cannot enter there. */
export async function findDataDir(dataDir: string): Promise<string> {
  const elsewhere = await readPointer(dataDir);
  if (elsewhere === null) return dataDir;
  const moved = path.join(elsewhere, "data");
  // Only the programs may have had to go there.
  return (await ownerOf(moved)) === null ? dataDir : moved;
}

// Beside the place where the data would lie: whoever removes that folder starts anew, and meets no data of before.
function pointerFile(dataDir: string): string {
  return `${dataDir}.elsewhere`;
}

async function readPointer(dataDir: string): Promise<string | null> {
  return await readFile(pointerFile(dataDir), "utf8").catch(() => null);
}

async function makePointer(dataDir: string): Promise<string> {
  await mkdir(reachableRoot, { recursive: true, mode: 0o755 });
  const folder = await mkdtemp(path.join(reachableRoot, "server-"));
  await chmod(folder, 0o755);
  await writeFile(pointerFile(dataDir), folder);
  return folder;
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
