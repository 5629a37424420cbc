import { AppError, parseJson } from "@pulse/kit";
import { z } from "zod";

/** Where a page ended, to the microsecond. */
export type ItemCursor = { readonly at: string; readonly id: number };

const cursorSchema = z.tuple([z.string(), z.iso.datetime(), z.int().positive()]);

/** `list` names what is listed, so that a cursor is of no use for another list. */
export function writeItemCursor(list: string, { at, id }: ItemCursor): string {
  return Buffer.from(JSON.stringify([list, at, id])).toString("base64url");
}

/** Throws `invalid` for what was not written by `writeItemCursor` for the same list. */
export function readItemCursor(list: string, text: string): ItemCursor {
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(text, "base64url").toString()));
  if (parsed.success && parsed.data[0] === list) return { at: parsed.data[1], id: parsed.data[2] };
  throw new AppError("invalid", "This cursor belongs to another list. Ask for the first page again, without one");
}
