import { AppError, parseJson } from "@pulse/kit";
import { z } from "zod";

/** The last item of a page: its place in the order, exact as text, and its key. */
export type Cursor = { readonly sortKey: string; readonly repositoryId: number; readonly id: number };

const cursorSchema = z.tuple([
  z.string(),
  z.union([z.literal(["Infinity", "-Infinity"]), z.string().regex(/^-?\d+(\.\d+)?(e[+-]?\d+)?$/)]),
  z.int(),
  z.int(),
]);

/** `list` names what is listed and how, so that a cursor is of no use for another list. */
export function writeCursor(list: string, cursor: Cursor): string {
  return Buffer.from(JSON.stringify([list, cursor.sortKey, cursor.repositoryId, cursor.id])).toString("base64url");
}

/** Throws `invalid` for what was not written by `writeCursor` for the same list. */
export function readCursor(list: string, text: string): Cursor {
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(text, "base64url").toString()));
  if (!parsed.success || parsed.data[0] !== list) {
    throw new AppError("invalid", "This cursor belongs to another list. Ask for the first page again, without `after`");
  }
  const [, sortKey, repositoryId, id] = parsed.data;
  return { sortKey, repositoryId, id };
}
