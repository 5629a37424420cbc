/**
 * The file of a backup: two readable lines, what it is and its head; the other parts, each with its kind and length before it, compressed with
 * zstd; and the SHA-256 of everything before, by which a damaged file is known before anything is touched.
 */
import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress, createZstdDecompress } from "node:zlib";

import { AppError, parseJson } from "@pulse/kit";
import { z } from "zod";

import { endSchema, headSchema, tableSchema, type BackupHead, type BackupPart } from "./backup-parts.ts";

const firstLine = "PULSE-HUB BACKUP 1\n";
const headLimitBytes = 1_000_000;
const sumBytes = 32;
const kinds = { table: 1, rows: 2, end: 3 } as const;
const prefixBytes = 5;
// Small pieces cost a turn of the event loop each.
const pieceBytes = 256 * 1024;
// Level 1 keeps pace with COPY and leaves little more than higher ones do.
const compressionLevel = 1;
const longestPartBytes = 64 * 1024 * 1024;

/** Writes beside the place and moves there when whole, readable by its owner alone. Throws `conflict` where a file is already. */
export async function writeBackupFile(
  file: string,
  parts: AsyncIterable<BackupPart>,
): Promise<{ readonly sizeBytes: number }> {
  if (existsSync(file)) throw new AppError("conflict", `${file} is there already; give another name`);
  const draft = `${file}.part`;
  const target = await open(draft, "w", 0o600).catch((error: unknown) => {
    throw new AppError("unavailable", `${draft} cannot be written: ${messageOf(error)}`, { cause: error });
  });
  try {
    const sizeBytes = await writeAll(target, parts);
    await target.sync();
    await target.close();
    await rename(draft, file);
    return { sizeBytes };
  } catch (error) {
    await target.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeAll(target: FileHandle, parts: AsyncIterable<BackupPart>): Promise<number> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const write = async (bytes: Uint8Array): Promise<void> => {
    hash.update(bytes);
    sizeBytes += bytes.length;
    await target.writeFile(bytes);
  };
  const source = parts[Symbol.asyncIterator]();
  const first = await source.next();
  if (first.done === true || first.value.kind !== "head") throw new TypeError("A backup begins with its head");
  await write(Buffer.from(`${firstLine}${JSON.stringify(first.value.head)}\n`));
  await pipeline(
    Readable.from(inPieces(framed({ [Symbol.asyncIterator]: () => source })), { objectMode: true, highWaterMark: 2 }),
    createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: compressionLevel } }),
    async (compressed: AsyncIterable<Buffer>) => {
      for await (const bytes of compressed) await write(bytes);
    },
  );
  await target.writeFile(hash.digest());
  return sizeBytes + sumBytes;
}

async function* framed(parts: AsyncIterable<BackupPart>): AsyncGenerator<Uint8Array> {
  for await (const part of parts) {
    const [kind, payload] = payloadOf(part);
    const prefix = Buffer.alloc(prefixBytes);
    prefix.writeUInt8(kind, 0);
    prefix.writeUInt32LE(payload.length, 1);
    yield prefix;
    yield payload;
  }
}

function payloadOf(part: BackupPart): readonly [number, Uint8Array] {
  switch (part.kind) {
    case "head":
      throw new TypeError("A backup has one head");
    case "table":
      return [kinds.table, Buffer.from(JSON.stringify(part.table))];
    case "rows":
      return [kinds.rows, part.bytes];
    case "end":
      return [kinds.end, Buffer.from(JSON.stringify(part.end))];
  }
}

async function* inPieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of source) {
    waiting.push(bytes);
    length += bytes.length;
    if (length < pieceBytes) continue;
    yield Buffer.concat(waiting, length);
    [waiting, length] = [[], 0];
  }
  if (length > 0) yield Buffer.concat(waiting, length);
}

/** Reads the file wholly once and compares its checksum. Throws `invalid` for what is damaged or no backup. */
export async function checkBackupFile(file: string): Promise<BackupHead> {
  const { head, sizeBytes } = await readHead(file);
  const hash = createHash("sha256");
  let stored = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: pieceBytes })) {
    const bytes = Buffer.concat([stored, Buffer.from(z.instanceof(Uint8Array).parse(chunk))]);
    const upTo = Math.max(bytes.length - sumBytes, 0);
    hash.update(bytes.subarray(0, upTo));
    stored = bytes.subarray(upTo);
  }
  if (sizeBytes > sumBytes && hash.digest().equals(stored)) return head;
  throw new AppError(
    "invalid",
    `${file} is damaged or not whole: its checksum is not that of its bytes. Take another copy of it`,
  );
}

/** The parts of a file that was checked. Throws `invalid` all the same where it cannot be read. */
export async function* readBackupFile(file: string): AsyncGenerator<BackupPart> {
  const { head, headBytes, sizeBytes } = await readHead(file);
  yield { kind: "head", head };
  const compressed = createReadStream(file, { start: headBytes, end: sizeBytes - sumBytes - 1 });
  const plain = createZstdDecompress();
  // An error of the file ends the stream that is read from, and is thrown there.
  compressed.on("error", (error) => plain.destroy(error));
  try {
    yield* unframed(compressed.pipe(plain));
  } finally {
    compressed.destroy();
    plain.destroy();
  }
}

async function* unframed(source: AsyncIterable<unknown>): AsyncGenerator<BackupPart> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    const bytes = z.instanceof(Uint8Array).parse(chunk);
    waiting.push(bytes);
    length += bytes.length;
    let all = Buffer.alloc(0);
    for (let needed = prefixBytes; length >= needed;) {
      if (all.length !== length) all = Buffer.concat(waiting, length);
      needed = prefixBytes + all.readUInt32LE(1);
      if (needed > longestPartBytes) throw unreadable();
      if (length < needed) break;
      yield partOf(all.readUInt8(0), all.subarray(prefixBytes, needed));
      all = all.subarray(needed);
      [waiting, length, needed] = [[all], all.length, prefixBytes];
    }
  }
  if (length > 0) throw unreadable();
}

function partOf(kind: number, payload: Buffer): BackupPart {
  switch (kind) {
    case kinds.table:
      return { kind: "table", table: tableSchema.parse(parseJson(payload.toString())) };
    case kinds.rows:
      return { kind: "rows", bytes: payload };
    case kinds.end:
      return { kind: "end", end: endSchema.parse(parseJson(payload.toString())) };
    default:
      throw unreadable();
  }
}

async function readHead(
  file: string,
): Promise<{ readonly head: BackupHead; readonly headBytes: number; readonly sizeBytes: number }> {
  const source = await open(file, "r").catch((error: unknown) => {
    throw new AppError("not_found", `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  });
  try {
    const { size } = await source.stat();
    const { buffer, bytesRead } = await source.read(Buffer.alloc(Math.min(headLimitBytes, size)), 0);
    const bytes = buffer.subarray(0, bytesRead);
    const end = bytes.indexOf("\n", firstLine.length);
    const isOurs = bytes.subarray(0, firstLine.length).equals(Buffer.from(firstLine));
    const parsed = headSchema.safeParse(parseJson(bytes.subarray(firstLine.length, end).toString()));
    if (!isOurs || end < 0 || !parsed.success) {
      throw new AppError("invalid", `${file} is no backup that ./pulse db backup of this version makes`);
    }
    return { head: parsed.data, headBytes: end + 1, sizeBytes: size };
  } finally {
    await source.close();
  }
}

function unreadable(): AppError {
  return new AppError("invalid", "The backup cannot be read further. Take another copy of the file");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
