import { readdir } from "node:fs/promises";
import path from "node:path";

import { hashFiles } from "./hash-files.ts";

/** A hash of everything that the web app's build is made from: its own files, the packages it imports, the lock file. */
export async function hashBuildInputs(root: string): Promise<string> {
  const packages = (await readdir(path.join(root, "packages"))).map((name) => path.join("packages", name, "src"));
  return await hashFiles(root, {
    folders: ["apps/web", ...packages],
    files: ["package-lock.json", "package.json", "tsconfig.json"],
  });
}
