import { randomBytes } from "node:crypto";
import { chmod, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * The encryption keys of an installation that was given none: the file `encryption-keys` of its state folder, made with one new key and
 * readable by its owner alone. Two that make it at once get the same one.
 */
export async function ensureKeyFile(home: string): Promise<string> {
  const file = path.join(home, "encryption-keys");
  const found = await read(file);
  if (found !== null) return found;
  await mkdir(home, { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeFile(draft, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  // A link is refused when the name is taken, so nobody's key is ever overwritten.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(draft);
  return await readFile(file, "utf8");
}

async function read(file: string): Promise<string | null> {
  try {
    const text = await readFile(file, "utf8");
    await chmod(file, 0o600);
    return text;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
