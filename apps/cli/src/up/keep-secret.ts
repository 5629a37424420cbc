import { randomBytes } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import path from "node:path";

const randomLength = 32;

/**
 * A secret of this installation: drawn at the first call, and the same ever after. It lies in a file that its owner alone reads.
 * Gives base64 of 32 random bytes.
 */
export async function keepSecret(file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  const secret = randomBytes(randomLength).toString("base64");
  try {
    // Of two that start at once one makes the file, and the other reads it.
    const handle = await open(file, "wx", 0o600);
    try {
      await handle.writeFile(`${secret}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return secret;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    return (await readFile(file, "utf8")).trim();
  }
}
