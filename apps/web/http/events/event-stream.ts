import type { ServerResponse } from "node:http";

import { printEventPosition } from "@pulse/db";

import type { TailBatch } from "./event-tail.ts";

const beatMs = 15_000;
// Access is proven again when the browser comes back, which it does by itself.
const longestMs = 15 * 60_000;
const retryMs = 1_000;
/** What a reader may leave unread: beyond it the stream ends, and goes on where it was when the reader comes back. */
const mostUnreadBytes = 256 * 1024;

export type EventStream = { readonly send: (batch: TailBatch) => void; readonly end: () => void };

type StreamInput = { readonly response: ServerResponse; readonly onEnd: () => void };

/** One browser's server-sent events: heartbeats, a bounded buffer, and an end after a while. */
export function openEventStream({ response, onEnd }: StreamInput): EventStream {
  response.writeHead(200, {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    // nginx would gather the answer until it ends.
    "X-Accel-Buffering": "no",
  });
  response.write(`retry: ${retryMs}\n\n`);
  // Looked at before the write: even the quickest reader has not taken a large batch in the moment that wrote it.
  const write = (text: string): void => {
    if (response.writableLength > mostUnreadBytes) response.destroy();
    else response.write(text);
  };
  const end = (): void => void response.end();
  const beat = setInterval(() => write(": beat\n\n"), beatMs);
  // Streams that began together, after a restart, do not end together.
  const lifetime = setTimeout(end, longestMs * (0.75 + Math.random() / 4));
  response.once("close", () => {
    clearInterval(beat);
    clearTimeout(lifetime);
    onEnd();
  });
  let positionSentAt = -Infinity;
  return {
    send: (batch) => {
      const now = performance.now();
      if (batch.events.length === 0 && !batch.isCut && now - positionSentAt < beatMs) return;
      positionSentAt = now;
      write(toMessages(batch));
    },
    end,
  };
}

/**
 * A message for each event. All but the last of a batch carry the position before the batch: whoever is cut off in the middle sees some
 * again (they know them by `id` in the data) and never misses one.
 */
function toMessages({ events, from, position, isCut }: TailBatch): string {
  const [before, after] = [printEventPosition(from), printEventPosition(position)];
  if (isCut) return `event: reset\nid: ${after}\ndata: {}\n\n`;
  // Without data nothing is dispatched, but the browser keeps the position for when it comes back.
  if (events.length === 0) return `id: ${after}\n\n`;
  return events
    .map((event, index) => {
      const id = index === events.length - 1 ? after : before;
      return `id: ${id}\ndata: ${JSON.stringify(event)}\n\n`;
    })
    .join("");
}
