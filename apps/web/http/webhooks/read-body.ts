import type { IncomingMessage } from "node:http";

import type { ByteBudget } from "./byte-budget.ts";

export type ReadBody =
  | { readonly kind: "whole"; readonly body: Buffer; readonly release: () => void }
  | { readonly kind: "too_large" | "no_room" | "too_slow" | "broken_off" };

type Limits = { readonly limitBytes: number; readonly timeoutMs: number; readonly budget: ByteBudget };

/**
 * Reads a body as it comes. What it said of its length is believed only where that refuses it: the budget counts bytes that are really held,
 * so that a promise of 25 MB that never come keeps nobody else out. The caller calls `release` when the body is no longer needed.
 */
export async function readBody(request: IncomingMessage, limits: Limits): Promise<ReadBody> {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > limits.limitBytes) return { kind: "too_large" };
  if (!limits.budget.hasRoomFor(declared)) return { kind: "no_room" };
  const { promise, resolve } = Promise.withResolvers<ReadBody>();
  let chunks: Buffer[] = [];
  let length = 0;
  let isOver = false;
  const timer = setTimeout(() => end("too_slow"), limits.timeoutMs);
  const finish = (read: ReadBody): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    chunks = [];
    request.removeAllListeners("data");
    resolve(read);
  };
  const end = (kind: "too_large" | "no_room" | "too_slow" | "broken_off"): void => {
    if (!isOver) limits.budget.give(length);
    finish({ kind });
  };
  request.on("data", (chunk: Buffer) => {
    if (length + chunk.length > limits.limitBytes) end("too_large");
    else if (!limits.budget.take(chunk.length)) end("no_room");
    else {
      length += chunk.length;
      chunks.push(chunk);
    }
  });
  request.once("end", () => {
    const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length);
    finish({ kind: "whole", body, release: () => limits.budget.give(length) });
  });
  request.once("close", () => end("broken_off"));
  request.on("error", () => end("broken_off"));
  return await promise;
}
