import { createHash } from "node:crypto";

import { AppError, parseJson } from "@pulse/kit";

import { readLines } from "./read-lines.ts";
import {
  transferEndSchema,
  transferHeadSchema,
  transferRowSchema,
  transferVersion,
  type TransferHead,
} from "./transfer-format.ts";
import type { TransferTable } from "./transfer-tables.ts";

export type CheckedTransfer = {
  readonly head: TransferHead;
  /** Of all rows that are written. */
  readonly largestId: number;
  readonly rows: number;
};

// What our ids may be when as much again is added to them.
const largestPossible = 2 ** 51;

/**
 * Reads a whole file before anything of it is written: that it is ours, complete, unchanged, of a version that is understood, and that it has
 * no tables and columns that are not here. Throws `invalid` with what is wrong, and where.
 */
export async function checkTransfer(
  file: string,
  tables: ReadonlyMap<string, TransferTable | "left behind">,
): Promise<CheckedTransfer> {
  const hash = createHash("sha256");
  const counted: Record<string, number> = {};
  const problem = (line: number, text: string) =>
    new AppError("invalid", `${file} cannot be imported. Line ${line}: ${text}`);
  let head: TransferHead | null = null;
  let isEnded = false;
  let [line, rows, largestId] = [0, 0, 0];
  for await (const text of readLines(file, hash)) {
    line += 1;
    const value = parseJson(text);
    if (head === null) {
      head = readHead(value, (said) => problem(line, said));
      continue;
    }
    const end = transferEndSchema.safeParse(value);
    if (end.success) {
      if (end.data.end.rows !== rows || end.data.end.sha256 !== hash.digest("hex")) {
        throw problem(line, "the file was changed after it was written, or damaged on its way. Export it again");
      }
      isEnded = true;
      continue;
    }
    const parsed = transferRowSchema.safeParse(value);
    if (!parsed.success) throw problem(line, "this is no row of an export");
    const { table: name, row } = parsed.data;
    rows += 1;
    counted[name] = (counted[name] ?? 0) + 1;
    const table = tables.get(name);
    if (table === undefined) throw problem(line, `there is no table ${name} here. Upgrade this installation first`);
    if (table === "left behind") continue;
    const strange = Object.keys(row).find((column) => !table.columns.has(column));
    if (strange !== undefined) {
      throw problem(line, `there is no column ${name}.${strange.slice(0, 60)} here. Upgrade this installation first`);
    }
    for (const id of idsOf(table, row)) {
      if (!Number.isSafeInteger(id) || id <= 0 || id > largestPossible)
        throw problem(line, `${name} has an id of no row`);
      largestId = Math.max(largestId, id);
    }
  }
  if (head === null) throw problem(1, "the file is empty");
  if (!isEnded) throw problem(line, "the file breaks off here. Fetch it again");
  const short = Object.entries(head.rows).find(([name, n]) => (counted[name] ?? 0) !== n);
  if (short !== undefined) throw problem(line, `there should be ${short[1]} rows of ${short[0]}`);
  return { head, largestId, rows };
}

function readHead(value: unknown, problem: (text: string) => AppError): TransferHead {
  const parsed = transferHeadSchema.safeParse(value);
  if (!parsed.success) throw problem("this is no export of a workspace. It begins with pulse_export");
  const { pulse_export: version } = parsed.data;
  if (version === transferVersion) return parsed.data;
  throw problem(`the file is of version ${version}, and this program reads version ${transferVersion}`);
}

function idsOf(table: TransferTable, row: Readonly<Record<string, unknown>>): readonly number[] {
  const ids: number[] = [];
  for (const [name, kind] of table.columns) {
    const value = row[name];
    if (value === null || value === undefined) continue;
    if (kind === "id") ids.push(Number(value));
    if (kind === "ids") ids.push(...(Array.isArray(value) ? value.map(Number) : [Number.NaN]));
  }
  return ids;
}
