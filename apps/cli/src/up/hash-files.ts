import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const skippedFolders = new Set(["node_modules", ".next"]);
// Next writes these itself while it builds.
const skippedFiles = new Set(["next-env.d.ts", "tsconfig.tsbuildinfo"]);

/** A hash of these files and of everything in these folders but tests, for the running version of Node. */
export async function hashFiles(
  root: string,
  input: { readonly folders: readonly string[]; readonly files: readonly string[] },
): Promise<string> {
  const listed = await Promise.all(input.folders.map(async (folder) => await listFiles(root, folder)));
  const files = [...listed.flat(), ...input.files].toSorted();
  const hash = createHash("sha256").update(process.version);
  const contents = await Promise.all(files.map(async (file) => await readFile(path.join(root, file))));
  for (const [index, content] of contents.entries()) {
    hash.update(`\0${files[index]}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

async function listFiles(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch(() => []);
  const nested = await Promise.all(
    entries.map(async (entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : await listFiles(root, file);
      const isInput = entry.isFile() && !skippedFiles.has(entry.name) && !/\.test\.tsx?$/.test(entry.name);
      return isInput ? [file] : [];
    }),
  );
  return nested.flat();
}
