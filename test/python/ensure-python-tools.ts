import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "../..");
const requirements = path.join(import.meta.dirname, "requirements.txt");

/** The folder of the programs that requirements.txt names, brought into .pulse/ when the file changed. Throws with the one command to run. */
export function ensurePythonTools(): string {
  const stamp = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const home = path.join(root, ".pulse", `python-${stamp}`);
  if (existsSync(path.join(home, "complete"))) return path.join(home, "bin");
  rmSync(home, { recursive: true, force: true });
  makeEnvironment(home);
  run(path.join(home, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", "--requirement", requirements]);
  // Whatever was killed before this line begins anew.
  writeFileSync(path.join(home, "complete"), "");
  return path.join(home, "bin");
}

/** Debian keeps what makes environments in a package of its own. */
function makeEnvironment(home: string): void {
  const make = () => spawnSync("python3", ["-m", "venv", home], { encoding: "utf8" });
  if (make().status === 0) return;
  const command = "apt-get install --yes python3-venv";
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    process.stderr.write("Installing python3-venv by apt-get, which the test of the API needs.\n");
    run("apt-get", ["-qq", "install", "--yes", "--no-install-recommends", "python3-venv"]);
    if (make().status === 0) return;
  }
  throw new Error(`Tests need Python 3 with venv. Run: ${command}`);
}

function run(program: string, args: readonly string[]): void {
  const done = spawnSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (done.status !== 0) throw new Error(`${program} ${args.join(" ")} failed:\n${done.stderr}`);
}
