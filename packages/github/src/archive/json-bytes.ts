import type { FileHandle } from "node:fs/promises";

import { AppError } from "@pulse/kit";

/** One JSON value as it stands in the file. Its extent is certain, its content is not: whoever parses it will see. */
export type JsonSlice = { readonly bytes: Buffer; readonly offset: number };

const mebibyte = 1 << 20;
const chunkBytes = mebibyte >> 2;
// GitHub allows a body 65,536 characters: 384 KiB when each is escaped as \uXXXX.
const maxTextBytes = 2 * mebibyte;
const maxValueBytes = 64 * mebibyte;
const maxDepth = 32;

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Walks through a JSON file value by value, holding one value at a time. It looks for the end of a value by its quotes and brackets alone and
 * leaves the rest to JSON.parse. What it throws for a value too long or too deep is `invalid`, with the offset in its details.
 */
export class JsonBytes {
  readonly #handle: FileHandle;
  readonly #signal: AbortSignal | undefined;
  #buffer = Buffer.alloc(2 * chunkBytes);
  /** What has been taken ends here, and what has been read there. */
  #begin = 0;
  #end = 0;
  #bufferOffset = 0;

  constructor(handle: FileHandle, signal: AbortSignal | undefined) {
    this.#handle = handle;
    this.#signal = signal;
  }

  /** Of the next byte. */
  get offset(): number {
    return this.#bufferOffset + this.#begin;
  }

  /** The next byte that is no white space, or null at the end of the file. */
  async peek(): Promise<number | null> {
    for (;;) {
      while (this.#begin < this.#end && isSpace(this.#buffer[this.#begin])) this.#begin += 1;
      if (this.#begin < this.#end) return this.#buffer[this.#begin] ?? null;
      if (!(await this.#readMore())) return null;
    }
  }

  skip(count: number): void {
    this.#begin += count;
  }

  /** The value that begins at the next byte; null when the file ends within it. */
  async takeValue(): Promise<JsonSlice | null> {
    const scan: Scan = { at: 0, depth: 0, textStart: -1 };
    for (;;) {
      const length = this.#scan(scan);
      if (length !== null) return this.#take(length);
      if (await this.#readMore()) continue;
      // Nothing tells the end of a bare number but the end of the file.
      return scan.depth === 0 && scan.textStart === -1 && this.#end > this.#begin
        ? this.#take(this.#end - this.#begin)
        : null;
    }
  }

  #take(length: number): JsonSlice {
    const slice = { bytes: this.#buffer.subarray(this.#begin, this.#begin + length), offset: this.offset };
    this.#begin += length;
    return slice;
  }

  /** Continues to look for the end of the value in what has been read; null when that lies beyond. Positions count from its beginning. */
  #scan(scan: Scan): number | null {
    const bytes = this.#buffer.subarray(this.#begin, this.#end);
    while (scan.at < bytes.length) {
      if (scan.textStart !== -1) {
        if (!this.#scanText(scan, bytes)) return null;
        if (scan.depth === 0) return scan.at;
        continue;
      }
      const byte = bytes[scan.at];
      if (byte === quote) {
        if (scan.depth === 0 && scan.at > 0) return scan.at;
        scan.textStart = scan.at;
      } else if (byte === openBrace || byte === openBracket) {
        scan.depth += 1;
        if (scan.depth > maxDepth) throw fault(`more than ${maxDepth} levels of nesting`, this.offset + scan.at);
      } else if (byte === closeBrace || byte === closeBracket) {
        if (scan.depth === 0) return scan.at;
        scan.depth -= 1;
        if (scan.depth === 0) return scan.at + 1;
      } else if (scan.depth === 0 && (byte === comma || isSpace(byte))) return scan.at;
      scan.at += 1;
    }
    const isLong = scan.depth === 0 ? scan.at > maxTextBytes : scan.at > maxValueBytes;
    if (isLong) throw tooLong(scan.depth === 0 ? maxTextBytes : maxValueBytes, this.offset);
    return null;
  }

  /** True when the text ends within these bytes: at a quote before which stands an even number of backslashes. */
  #scanText(scan: Scan, bytes: Buffer): boolean {
    for (
      let end = bytes.indexOf(quote, Math.max(scan.at, scan.textStart + 1));
      end !== -1;
      end = bytes.indexOf(quote, end + 1)
    ) {
      scan.at = end + 1;
      let before = end;
      while (before - 1 > scan.textStart && bytes[before - 1] === backslash) before -= 1;
      if ((end - before) % 2 === 1) continue;
      if (end - scan.textStart > maxTextBytes) throw tooLong(maxTextBytes, this.offset + scan.textStart);
      scan.textStart = -1;
      return true;
    }
    scan.at = bytes.length;
    if (scan.at - scan.textStart > maxTextBytes) throw tooLong(maxTextBytes, this.offset + scan.textStart);
    return false;
  }

  async #readMore(): Promise<boolean> {
    this.#signal?.throwIfAborted();
    if (this.#end + chunkBytes > this.#buffer.length) this.#makeRoom();
    const position = this.#bufferOffset + this.#end;
    const { bytesRead } = await this.#handle.read(this.#buffer, this.#end, chunkBytes, position);
    this.#end += bytesRead;
    return bytesRead > 0;
  }

  // A new buffer each time: slices that were given out keep the old one.
  #makeRoom(): void {
    const kept = this.#buffer.subarray(this.#begin, this.#end);
    const larger = Buffer.allocUnsafe(Math.max(2 * kept.length, kept.length + 2 * chunkBytes));
    kept.copy(larger);
    this.#buffer = larger;
    this.#bufferOffset += this.#begin;
    this.#begin = 0;
    this.#end = kept.length;
  }
}

/** How far the search for the end of a value has come. `textStart` is the quote of the text that it is in, or -1. */
type Scan = { at: number; depth: number; textStart: number };

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function tooLong(limitBytes: number, offset: number): AppError {
  return fault(`a value of more than ${limitBytes / mebibyte} MB, where nothing on GitHub is as long,`, offset);
}

function fault(message: string, offset: number): AppError {
  return new AppError("invalid", message, { details: { offset } });
}
