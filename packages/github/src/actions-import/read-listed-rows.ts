/**
 * Reads the objects of a saved REST list one by one, whatever its form: a list, GitHub's answer with its count, pages of either, or an object keyed
 * by id. Every value is parsed as it comes, so that a large file needs the memory of one.
 */
import { isUtf8 } from "node:buffer";
import type { FileHandle } from "node:fs/promises";

import { isAppError, type AppError } from "@pulse/kit";

import { archiveFault } from "../archive/archive-fault.ts";
import { findJsonFault } from "../archive/find-json-fault.ts";
import { findPlace } from "../archive/find-place.ts";
import { JsonBytes } from "../archive/json-bytes.ts";

/** `place` says where in the file: a position in a list, or a key. */
export type ListedRow = { readonly place: string; readonly value: unknown };

type Input = {
  readonly handle: FileHandle;
  readonly fileName: string;
  /** The member of GitHub's answer that holds the list: `workflow_runs`, `jobs`. */
  readonly list: string;
  readonly signal?: AbortSignal | undefined;
};

const marks = {
  comma: 0x2c,
  colon: 0x3a,
  openList: 0x5b,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
  bom: 0xef,
};

/** Throws `invalid`, with line and column, as soon as the file cannot be such a list. */
export async function* readListedRows(input: Input): AsyncGenerator<ListedRow> {
  const bytes = new JsonBytes(input.handle, input.signal);
  try {
    yield* readFile(input, bytes);
  } catch (error) {
    if (!isAppError(error) || error.details["file"] !== undefined) throw error;
    throw await faultAt(input, error.message, Number(error.details["offset"]));
  }
}

async function* readFile(input: Input, bytes: JsonBytes): AsyncGenerator<ListedRow> {
  if ((await bytes.peek()) === marks.bom) bytes.skip(3);
  const first = await bytes.peek();
  if (first === null) throw archiveFault(input.fileName, "the file is empty");
  if (first !== marks.openList && first !== marks.openObject) {
    throw await faultAt(
      input,
      `expected a JSON list, or an object with ${input.list} or keyed by id; found something else`,
      bytes.offset,
    );
  }
  const isList = first === marks.openList;
  const close = isList ? marks.closeList : marks.closeObject;
  bytes.skip(1);
  for (let index = 0; (await next(input, bytes)) !== close; index += 1) {
    if (index > 0) await expect(input, bytes, marks.comma);
    const key = isList ? null : await takeKey(input, bytes);
    const { offset } = bytes;
    const value = await takeValue(input, bytes);
    if (key === null) yield* flatten(input, { place: `entry ${index + 1}`, value });
    else yield* readMember(input, { key, value, offset });
  }
  bytes.skip(1);
  if ((await bytes.peek()) !== null)
    throw await faultAt(input, "the file goes on after the end of its JSON", bytes.offset);
}

async function* readMember(
  input: Input,
  member: { readonly key: string; readonly value: unknown; readonly offset: number },
): AsyncGenerator<ListedRow> {
  const { key, value } = member;
  if (key === input.list || /^\d+$/.test(key)) {
    yield* flatten(input, { place: `entry ${JSON.stringify(key)}`, value });
    return;
  }
  // The count beside the list.
  if (typeof value !== "object" || value === null) return;
  const name = JSON.stringify(key.slice(0, 60));
  throw await faultAt(
    input,
    `expected ${input.list} or ids as the members of the object; found ${name}`,
    member.offset,
  );
}

function* flatten(input: Pick<Input, "list">, row: ListedRow): Generator<ListedRow> {
  const { value, place } = row;
  const inner = Array.isArray(value) ? value : listIn(value, input.list);
  if (inner === null) {
    yield row;
    return;
  }
  for (const [index, entry] of inner.entries())
    yield* flatten(input, { place: `${place}, ${index + 1}`, value: entry });
}

/** The list of an answer of GitHub; null for a row, which may have a member of that name too, but has an id. */
function listIn(value: unknown, list: string): readonly unknown[] | null {
  if (typeof value !== "object" || value === null || "id" in value) return null;
  const found: unknown = Object.entries(value).find(([name]) => name === list)?.[1];
  return Array.isArray(found) ? found : null;
}

async function takeKey(input: Input, bytes: JsonBytes): Promise<string> {
  const key = await takeValue(input, bytes);
  await expect(input, bytes, marks.colon);
  await next(input, bytes);
  if (typeof key === "string") return key;
  throw await faultAt(input, "this is not JSON: something unexpected", bytes.offset);
}

async function takeValue(input: Input, bytes: JsonBytes): Promise<unknown> {
  await next(input, bytes);
  const slice = await bytes.takeValue();
  if (slice === null) throw await cutOff(input);
  if (!isUtf8(slice.bytes)) throw await faultAt(input, "this is not UTF-8 text: a wrong byte", slice.offset);
  const text = slice.bytes.toString("utf8");
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const offset = slice.offset + Buffer.byteLength(text.slice(0, findJsonFault(text)));
    throw await faultAt(input, "this is not JSON: something unexpected", offset);
  }
}

async function next(input: Input, bytes: JsonBytes): Promise<number> {
  const byte = await bytes.peek();
  if (byte === null) throw await cutOff(input);
  return byte;
}

async function expect(input: Input, bytes: JsonBytes, byte: number): Promise<void> {
  if ((await next(input, bytes)) !== byte)
    throw await faultAt(input, "this is not JSON: something unexpected", bytes.offset);
  bytes.skip(1);
  await next(input, bytes);
}

async function cutOff(input: Input): Promise<AppError> {
  const { size } = await input.handle.stat();
  return await faultAt(input, "the file is cut off: its JSON is not complete", size);
}

async function faultAt(input: Input, fault: string, offset: number): Promise<AppError> {
  return archiveFault(input.fileName, `${fault} at ${await findPlace(input.handle, offset)}`, { offset });
}
