import { randomUUID } from "node:crypto";

import { AppError } from "@pulse/kit";

import type { ActionContext } from "../action.ts";
import { startMemory } from "../request-memory.ts";
import { cleanTexts } from "./clean-text.ts";
import { fitAnswer, sizeOf } from "./fit-answer.ts";
import { findTool } from "./find-tool.ts";
import type { Tool } from "./tool.ts";
import { toToolError, type ToolError } from "./tool-error.ts";

type Answer = Readonly<Record<string, unknown>>;

export type ToolAnswer =
  | { readonly isError: false; readonly tool: Tool; readonly structured: Answer }
  | { readonly isError: true; readonly structured: { readonly error: ToolError } };

export type ToolCall = {
  readonly name: string;
  readonly params: unknown;
  /** Those that may be called here; a name outside is unknown. */
  readonly tools: readonly Tool[];
};

/** What an answer may take of a model's context unless its tool says otherwise; some 12 thousand tokens. */
const usualBytes = 50_000;

/**
 * The one way through which a tool is called, whoever asks: what is wrong becomes an error that says the next step, an answer keeps to its
 * schema and its size, and words from outside come clean. Never throws.
 */
export async function callTool(given: ActionContext, call: ToolCall): Promise<ToolAnswer> {
  const requestId = given.origin?.requestId ?? randomUUID();
  const ctx = { ...given, memory: given.memory ?? startMemory() };
  try {
    const tool = findTool(call.tools, call.name);
    const structured = await answer(ctx, tool, call.params);
    return { isError: false, tool, structured };
  } catch (error) {
    const told = toToolError(error, { now: ctx.clock.now(), requestId });
    if (told.code === "internal")
      ctx.logger.error({ err: error, tool: call.name.slice(0, 80), request_id: requestId }, "tool failed");
    return { isError: true, structured: { error: told } };
  }
}

async function answer(ctx: ActionContext, tool: Tool, params: unknown): Promise<Answer> {
  const input = objectOf(tool, params);
  const found = await checked(ctx, tool, input);
  const { maxBytes = usualBytes, pagedBy } = tool;
  const size = sizeOf(found);
  if (size <= maxBytes) return found;
  const fewer = pagedBy === null ? null : fewerRows(found, { size, maxBytes });
  if (fewer === null || pagedBy === null) return fitAnswer(found, maxBytes);
  // A shorter page, not a cut one: its cursor leads to the very next row.
  const shorter = await checked(ctx, tool, { ...input, [pagedBy]: fewer });
  const hint = `An answer holds ${maxBytes / 1000} kB. \`next_cursor\` leads to the rest`;
  return fitAnswer({ ...shorter, truncated: { reason: "size", hint } }, maxBytes);
}

function fewerRows(
  found: Answer,
  { size, maxBytes }: { readonly size: number; readonly maxBytes: number },
): number | null {
  const rows = Object.values(found).find((value): value is unknown[] => Array.isArray(value));
  if (rows === undefined || rows.length < 2) return null;
  return Math.max(1, Math.floor((rows.length * maxBytes * 0.8) / size));
}

/** Without what the schema of the answer does not name, so that a row that grows leaks nothing. */
async function checked(ctx: ActionContext, tool: Tool, input: Answer): Promise<Answer> {
  const raw = await tool.action.run(ctx, input);
  const parsed = tool.output.safeParse(raw);
  if (!parsed.success)
    throw new Error(`${tool.name} answered in another shape than it declares: ${parsed.error.message}`);
  return tool.isForeignText ? objectAgain(cleanTexts(parsed.data)) : parsed.data;
}

function objectOf(tool: Tool, params: unknown): Answer {
  if (params === undefined || params === null) return {};
  if (typeof params === "object" && !Array.isArray(params)) {
    refuseControls(params, tool.name);
    return objectAgain(params);
  }
  throw new AppError("invalid", `${tool.name} takes its arguments as one object`);
}

const control = /[^\P{Cc}\t\n\r]/u;

/** Nobody means one, and what stands behind a tool may choke on it. */
function refuseControls(value: unknown, tool: string): void {
  if (typeof value === "string" && control.test(value)) {
    throw new AppError("invalid", `${tool} was given a text with a control character. Send it without`);
  }
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    refuseControls(name, tool);
    refuseControls(inner, tool);
  }
}

// Objects stay objects: JSON has no others, and cleaning changes texts alone.
const objectAgain = (value: unknown): Answer => value as Answer;
