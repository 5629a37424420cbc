import { execFileSync, spawn, type ChildProcess } from "node:child_process";

// Neither cgroups nor a kernel's overlay are asked of the machine, which may be a container itself.
const env = { ...process.env, BUILDAH_ISOLATION: "chroot", STORAGE_DRIVER: "vfs" };

/** Runs buildah to its end; throws with what it said. Its output without the line's end. */
export function buildah(args: readonly string[]): string {
  return execFileSync("buildah", args, {
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
}

/** Starts buildah, for a program in a container that goes on. */
export function startBuildah(args: readonly string[]): ChildProcess {
  return spawn("buildah", args, { env, stdio: ["ignore", "pipe", "pipe"] });
}
