import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";

import { AppError } from "@pulse/kit";

import { usageError } from "../usage-error.ts";

/** A secret from stdin: never from the command line, which other people of the machine and the shell's history see. */
export async function readSecretFromStdin(what: string): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write(`Paste the ${what}, then Enter and Ctrl-D:\n`);
  const secret = (await text(process.stdin)).trim();
  if (secret === "") throw usageError(`No ${what} came on stdin`, "connection save");
  return secret;
}

/** Throws `not_found` without quoting what is in the file. */
export async function readSecretFile(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new AppError("not_found", `${file} cannot be read. Give the path of the .pem file that GitHub gave`, {
      cause: error,
    });
  }
}
