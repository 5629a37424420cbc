// One way to page for every tool: `limit` and an opaque `cursor` that fits its own tool, question and person alone.
import { createHmac, timingSafeEqual } from "node:crypto";

import { AppError } from "@pulse/kit";
import { z } from "zod";

import type { ActionContext } from "../action.ts";

export const limitShape = { limit: z.number().int().min(1).max(100).default(20) };
export const cursorShape = { cursor: z.string().max(1000).optional() };

export type Page = {
  readonly limit: number;
  /** Where the page before ended, in the tool's own words; null for the first. */
  readonly after: string | null;
  /** Makes the cursor of the page that begins after this. */
  readonly seal: (after: string) => string;
};

type Asked = {
  readonly name: string;
  /** The field that says how large a page is; null for what is no list. */
  readonly pagedBy: string | null;
  readonly given: Readonly<Record<string, unknown>>;
};

const macBytes = 16;

/** Throws `invalid` for a cursor of another tool, another question or somebody else. */
export function pageOf(ctx: ActionContext, { name, pagedBy, given }: Asked): Page {
  if (pagedBy === null) return { limit: 0, after: null, seal: () => "" };
  const { [pagedBy]: limit, cursor, ...question } = given;
  const { userId, workspaceId } = ctx.actor;
  const owner = JSON.stringify([
    name,
    workspaceId,
    userId,
    Object.entries(question).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  const macOf = (after: string): Buffer => {
    if (ctx.toolRules === undefined) throw new Error("a process that calls tools is given a key for their cursors");
    return createHmac("sha256", ctx.toolRules.key).update(`cursor ${owner} ${after}`).digest().subarray(0, macBytes);
  };
  return {
    limit: Number(limit),
    after: typeof cursor === "string" ? open(cursor, macOf) : null,
    seal: (after) => Buffer.concat([macOf(after), Buffer.from(after)]).toString("base64url"),
  };
}

function open(cursor: string, macOf: (after: string) => Buffer): string {
  const bytes = Buffer.from(cursor, "base64url");
  const after = bytes.subarray(macBytes).toString();
  const expected = macOf(after);
  if (bytes.length > macBytes && timingSafeEqual(bytes.subarray(0, macBytes), expected)) return after;
  throw new AppError(
    "invalid",
    "This cursor is of another tool, of another question or of somebody else. Ask for the first page again, without it",
  );
}
