import type { DeployCursor } from "@pulse/actions";
import { AppError } from "@pulse/kit";
import { z } from "zod";

const shape = z.object({
  at: z.iso.datetime().refine((text) => new Date(text).getUTCFullYear() > 0),
  run: z.int().positive().nullable(),
  deployment: z.string().max(100).nullable(),
});

/** Where a page of the history goes on, as addresses carry it. */
export function writeDeployCursor(cursor: DeployCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

/** Throws `invalid` for what we did not write. */
export function readDeployCursor(text: string): DeployCursor {
  const parsed = shape.safeParse(parse(Buffer.from(text, "base64url").toString("utf8")));
  if (parsed.success) return parsed.data;
  throw new AppError("invalid", "This is no place in the history. Begin without a cursor, and go on with `next`");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
