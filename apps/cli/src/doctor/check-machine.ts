import { constants } from "node:fs";
import { access, mkdir, stat, statfs } from "node:fs/promises";
import { totalmem, userInfo } from "node:os";
import path from "node:path";

import { fail, ok, warn, type Finding } from "./finding.ts";

const gigabyte = 1024 ** 3;
const leastDiskBytes = 0.5 * gigabyte;
const comfortableDiskBytes = 3 * gigabyte;
// A build of the web app needs about a gigabyte for itself.
const comfortableMemoryBytes = 1.5 * gigabyte;

export async function checkMachine(input: {
  readonly home: string;
  readonly searchPath: string;
}): Promise<readonly Finding[]> {
  return [
    checkNode(),
    await checkGit(input.searchPath),
    checkMemory(),
    ...(await checkStateFolder(input.home)),
    await checkChromium(input.searchPath),
  ];
}

function checkNode(): Finding {
  return ok("Node", `${process.version} (${process.execPath})`);
}

async function checkGit(searchPath: string): Promise<Finding> {
  const git = await findProgram("git", searchPath);
  if (git !== null) return ok("git", git);
  return warn("git", "is not installed; only ./pulse import git needs it", "Install it: apt install git");
}

async function checkChromium(searchPath: string): Promise<Finding> {
  const found = (await findProgram("chromium", searchPath)) ?? (await findProgram("chromium-browser", searchPath));
  if (found !== null) return ok("chromium", found);
  return warn(
    "chromium",
    "is not installed; only the browser tests of ./pulse test need it",
    "Install it: apt install chromium",
  );
}

function checkMemory(): Finding {
  const text = `${toGigabytes(totalmem())} GB`;
  if (totalmem() >= comfortableMemoryBytes) return ok("memory", text);
  return warn("memory", `${text}; building the web app may run out of it`, "Build on a larger machine, or add swap");
}

async function checkStateFolder(home: string): Promise<readonly Finding[]> {
  try {
    await mkdir(home, { recursive: true });
    await access(home, constants.W_OK | constants.X_OK);
  } catch {
    const { username } = userInfo();
    const next = `Run pulse as the folder's owner, or give it to yourself: sudo chown -R ${username} "${home}"`;
    return [fail("state folder", `${home} cannot be written by ${username}, so nothing can be kept`, next)];
  }
  const { bavail, bsize } = await statfs(home);
  const freeBytes = bavail * bsize;
  const free = `${toGigabytes(freeBytes)} GB free in ${home}`;
  const next = "Free some space, or point PULSE_HOME at a larger disk";
  if (freeBytes < leastDiskBytes)
    return [ok("state folder", home), fail("disk", `${free}; the database would soon stop`, next)];
  if (freeBytes < comfortableDiskBytes)
    return [ok("state folder", home), warn("disk", `${free}; that is little`, next)];
  return [ok("state folder", home), ok("disk", free)];
}

async function findProgram(name: string, searchPath: string): Promise<string | null> {
  for (const folder of searchPath.split(path.delimiter)) {
    const file = path.join(folder, name);
    const isProgram = await access(file, constants.X_OK).then(
      async () => (await stat(file)).isFile(),
      () => false,
    );
    if (isProgram) return file;
  }
  return null;
}

function toGigabytes(bytes: number): string {
  return (bytes / gigabyte).toFixed(1);
}
