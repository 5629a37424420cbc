import type { IncomingMessage } from "node:http";

import { AppError } from "@pulse/kit";

const maxBytes = 1024 * 1024;
const mostDeep = 40;

/** The body as JSON. Throws `invalid`, with `details.reason` `too_large` past a megabyte, before any of it is parsed. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = bytesOf(chunk);
    size += bytes.length;
    if (size > maxBytes) throw tooLarge();
    chunks.push(bytes);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  if (isTooDeep(text)) throw new AppError("invalid", `This JSON is nested deeper than ${mostDeep} levels`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError("invalid", "The body is no JSON", { cause: error });
  }
}

/** Counted before parsing: what parses JSON, and what walks it afterwards, may do so by calling itself. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (isText) {
      if (letter === "\\") at += 1;
      else if (letter === '"') isText = false;
    } else if (letter === '"') isText = true;
    else if (letter === "{" || letter === "[") {
      depth += 1;
      if (depth > mostDeep) return true;
    } else if (letter === "}" || letter === "]") depth -= 1;
  }
  return false;
}

function tooLarge(): AppError {
  return new AppError("invalid", "A request holds a megabyte at most", { details: { reason: "too_large" } });
}

// Without an encoding set, a request gives buffers.
const bytesOf = (chunk: unknown): Buffer => chunk as Buffer;
