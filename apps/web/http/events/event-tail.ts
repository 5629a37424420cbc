import { setTimeout as delay } from "node:timers/promises";

import type { EventPosition, readEvents } from "@pulse/db";

/** Reads what one reader may see, as readEvents does. */
export type ReadAsReader = (
  input: Parameters<typeof readEvents>[1] | null,
) => Promise<Awaited<ReturnType<typeof readEvents>>>;

export type TailBatch = Awaited<ReturnType<typeof readEvents>> & { readonly from: EventPosition };

/** Takes what comes, at once and in order. */
export type Sink = (batch: TailBatch) => void;

export type EventTail = {
  /** Joins at `since`, or at now: first what was missed, then everything that comes. Throws when the first reading fails. */
  readonly join: (sink: Sink, since: EventPosition | null) => Promise<void>;
  readonly leave: (sink: Sink) => void;
  /** Something may be there to read. */
  readonly wake: () => void;
};

// Fifty transactions a second wake fifty times; one reading takes what came in this time together.
const gatherMs = 150;

/** One reader's place at the end of the events, read once for all of the reader's streams. */
export function createEventTail(read: ReadAsReader, onError: (error: unknown) => void): EventTail {
  const sinks = new Set<Sink>();
  let position: EventPosition | null = null;
  let isWoken = false;
  let isReading = false;
  // Everything that moves the position runs one after the other.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return await turn;
  };

  const advance = async (): Promise<EventPosition> => {
    if (position === null || sinks.size === 0) {
      position = (await read(null)).position;
      return position;
    }
    const from = position;
    const batch = await read({ after: from });
    position = batch.position;
    for (const sink of sinks) sink({ ...batch, from });
    return position;
  };

  const readWhileWoken = async (): Promise<void> => {
    if (isReading) return;
    isReading = true;
    try {
      while (isWoken && sinks.size > 0) {
        isWoken = false;
        await inTurn(advance);
        await delay(gatherMs, undefined, { ref: false });
      }
    } catch (error) {
      // The next wake tries again, from the same position.
      onError(error);
    } finally {
      isReading = false;
    }
  };

  return {
    join: async (sink, since) =>
      await inTurn(async () => {
        const here = await advance();
        const missed = since === null ? nothing(here) : await read({ after: since, upTo: here });
        sink({ ...missed, from: since ?? here });
        sinks.add(sink);
      }),
    leave: (sink) => void sinks.delete(sink),
    wake: () => {
      isWoken = true;
      void readWhileWoken();
    },
  };
}

function nothing(position: EventPosition): Omit<TailBatch, "from"> {
  return { events: [], position, isCut: false };
}
