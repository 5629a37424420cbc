import type { Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";

import { AppError } from "@pulse/kit";

const newline = 0x0a;
/** A body at GitHub has 64 KiB at most; ours has a few of them, escaped. */
const longestLine = 16 * 1024 * 1024;

/**
 * The lines of a file, packed with gzip or not. `hash` takes each line but the last, so that the last can say what it must come to. Throws
 * `invalid` for a line beyond measure, `not_found` for a file that is not there.
 */
export async function* readLines(file: string, hash: Hash): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  let held: Buffer | null = null;
  for await (const chunk of await openFile(file)) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(newline); end !== -1; end = rest.indexOf(newline)) {
      if (held !== null) {
        hash.update(held);
        yield held.toString();
      }
      held = Buffer.from(rest.subarray(0, end + 1));
      rest = rest.subarray(end + 1);
    }
    if (rest.length > longestLine)
      throw new AppError("invalid", `${file} is no export of a workspace: it has no lines`);
  }
  if (held !== null && rest.length > 0) {
    hash.update(held);
    yield held.toString();
  }
  const last = rest.length > 0 ? rest : held;
  if (last !== null) yield last.toString();
}

async function openFile(file: string): Promise<AsyncIterable<Buffer>> {
  const magic = Buffer.alloc(2);
  try {
    await using handle = await open(file);
    await handle.read(magic, 0, 2, 0);
  } catch (error) {
    throw new AppError("not_found", `${file} cannot be read`, { cause: error });
  }
  const plain = createReadStream(file);
  return magic.equals(Buffer.from([0x1f, 0x8b])) ? plain.pipe(createGunzip()) : plain;
}
