import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";

import { archiveFault } from "./archive-fault.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EACCES: "you may not read this file",
  EPERM: "you may not read this file",
  EISDIR: "this is a directory, not a file",
  ELOOP: "too many symbolic links",
  ENAMETOOLONG: "the name is too long",
  ENXIO: "this is a device or socket, not a file",
};

/** Opens a regular file for reading. Throws `invalid` for everything else, a pipe that never speaks included. */
export async function openArchive(file: string, fileName: string): Promise<FileHandle> {
  const handle = await tryOpen(file, fileName);
  const found = await handle.stat();
  if (found.isFile()) return handle;
  await handle.close();
  throw archiveFault(
    fileName,
    found.isDirectory() ? "this is a directory, not a file" : "this is a device or pipe, not a file",
  );
}

async function tryOpen(file: string, fileName: string): Promise<FileHandle> {
  try {
    // Without O_NONBLOCK, opening a pipe waits for somebody to write to it.
    return await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = "code" in error ? String(error.code) : "";
    const reason = code.startsWith("ERR_INVALID_ARG") ? "this is no file name" : reasons[code];
    if (reason === undefined) throw error;
    throw archiveFault(fileName, reason);
  }
}
