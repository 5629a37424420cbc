import type { FileHandle } from "node:fs/promises";

const newline = 0x0a;
const chunkBytes = 1 << 16;

/** Says where a byte is, as editors count: line and column from one, columns in characters. */
export async function findPlace(handle: FileHandle, offset: number): Promise<string> {
  let line = 1;
  let column = 1;
  for await (const { bytes } of readChunks(handle, offset)) {
    for (const byte of bytes) {
      if (byte === newline) line += 1;
      if (byte === newline) column = 1;
      else if (!isContinuation(byte)) column += 1;
    }
  }
  return `line ${line}, column ${column} (byte ${offset})`;
}

/** Offset of the first character before `until` that is no UTF-8; null when all is well. */
export async function findInvalidUtf8(handle: FileHandle, until: number): Promise<number | null> {
  let expected: readonly Range[] = [];
  let start = 0;
  for await (const { bytes, offset } of readChunks(handle, until)) {
    for (const [index, byte] of bytes.entries()) {
      const next = expected[0];
      if (next === undefined) start = offset + index;
      const rest = next === undefined ? rangesAfter(byte) : restAfter(byte, expected);
      if (rest === null) return start;
      expected = rest;
    }
  }
  return null;
}

type Range = readonly [number, number];
const any: Range = [0x80, 0xbf];

function restAfter(byte: number, [next = any, ...rest]: readonly Range[]): readonly Range[] | null {
  return byte < next[0] || byte > next[1] ? null : rest;
}

// The well-formed byte sequences of the Unicode standard, table 3-7.
function rangesAfter(lead: number): readonly Range[] | null {
  if (lead < 0x80) return [];
  if (lead >= 0xc2 && lead <= 0xdf) return [any];
  if (lead === 0xe0) return [[0xa0, 0xbf], any];
  if (lead === 0xed) return [[0x80, 0x9f], any];
  if (lead >= 0xe1 && lead <= 0xef) return [any, any];
  if (lead === 0xf0) return [[0x90, 0xbf], any, any];
  if (lead >= 0xf1 && lead <= 0xf3) return [any, any, any];
  if (lead === 0xf4) return [[0x80, 0x8f], any, any];
  return null;
}

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte <= 0xbf;
}

type Chunk = { readonly bytes: Buffer; readonly offset: number };

async function* readChunks(handle: FileHandle, until: number): AsyncGenerator<Chunk> {
  const buffer = Buffer.alloc(chunkBytes);
  for (let offset = 0; offset < until;) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, until - offset), offset);
    if (bytesRead === 0) return;
    yield { bytes: buffer.subarray(0, bytesRead), offset };
    offset += bytesRead;
  }
}
