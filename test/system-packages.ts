import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";

/** Programs that tests drive, and the Debian package that brings each. */
const needed = [{ program: "chromium", debianPackage: "chromium" }] as const;

type Machine = {
  readonly path: string;
  readonly isRoot: boolean;
  readonly isDebian: boolean;
  readonly say: (text: string) => void;
  readonly install: (packages: readonly string[]) => boolean;
};

export const thisMachine: Machine = {
  path: process.env["PATH"] ?? "",
  isRoot: process.getuid?.() === 0,
  isDebian: existsSync("/etc/debian_version"),
  say: (text) => void process.stderr.write(`${text}\n`),
  install: installByApt,
};

/** Full path of a program, or null when the machine has none. */
export function findProgram(name: string, searchPath: string): string | null {
  for (const folder of searchPath.split(path.delimiter).filter((entry) => entry !== "")) {
    const candidate = path.join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/**
 * Sees that the programs which browser tests drive are there. As root on Debian it installs what is missing, saying so
 * first; elsewhere it says the one command to run. False when something is still missing.
 */
export function ensureSystemPackages(machine: Machine): boolean {
  const missing = needed.filter(({ program }) => findProgram(program, machine.path) === null);
  if (missing.length === 0) return true;
  const packages = missing.map(({ debianPackage }) => debianPackage);
  const names = packages.join(" ");
  if (!machine.isRoot || !machine.isDebian) {
    const command = `apt-get install --yes ${names}`;
    machine.say(`Browser tests need ${names}. Run: ${machine.isRoot ? command : `sudo ${command}`}`);
    if (!machine.isDebian)
      machine.say("This is not Debian; install the package of that name by the system's own means.");
    return false;
  }
  machine.say(`Installing ${names} by apt-get, which browser tests need.`);
  const isInstalled = machine.install(packages);
  if (!isInstalled) machine.say(`apt-get could not install ${names}; its own words are above.`);
  return isInstalled && missing.every(({ program }) => findProgram(program, machine.path) !== null);
}

function installByApt(packages: readonly string[]): boolean {
  const lockWait = "-oDPkg::Lock::Timeout=300";
  const run = (args: readonly string[]) =>
    spawnSync("apt-get", [lockWait, "-qq", ...args], {
      stdio: ["ignore", 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  // A list that cannot be refreshed may still be good enough to install from.
  run(["update"]);
  return run(["install", "--yes", "--no-install-recommends", ...packages]);
}
