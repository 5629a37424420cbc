import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What git says, or null where it says nothing: no checkout, no git. */
export async function askGit(root: string, ...args: readonly string[]): Promise<string | null> {
  try {
    return (await run("git", ["-C", root, ...args])).stdout.trim();
  } catch {
    return null;
  }
}
