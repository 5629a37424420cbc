import type { IncomingMessage, ServerResponse } from "node:http";

import {
  currentEventPosition,
  parseEventPosition,
  readEvents,
  withWorkspace,
  type Db,
  type EventPosition,
  type WorkspaceClaims,
} from "@pulse/db";
import { AppError, isAppError, type Logger } from "@pulse/kit";

import { openEventStream } from "./event-stream.ts";
import { createEventTail, type EventTail, type ReadAsReader, type Sink } from "./event-tail.ts";

type HubInput = {
  readonly db: Db;
  readonly logger: Logger;
  /** Who asks, and in which workspace. Throws when nobody may. */
  readonly findReader: (request: IncomingMessage, slug: string) => Promise<WorkspaceClaims>;
  readonly mostStreams?: number;
  readonly mostStreamsOfOne?: number;
};

export type EventHub = {
  /** Answers `GET /api/events` with a stream that stays open. Throws `limited` when too many are. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Something was published in this workspace, or (null) perhaps in any. */
  readonly wake: (workspaceId: number | null) => void;
  /** Ends every stream; browsers come back by themselves, to the next process. */
  readonly close: () => void;
};

type Place = { readonly tail: EventTail; readonly workspaceId: number; readonly ends: Set<() => void> };

/** Server-sent events for every browser of this process; streams of one reader share one reading of the table. */
export function createEventHub(input: HubInput): EventHub {
  const { db, logger, findReader, mostStreams = 500, mostStreamsOfOne = 50 } = input;
  const places = new Map<string, Place>();
  let streams = 0;
  let isClosed = false;

  const placeOf = (key: string, claims: WorkspaceClaims): Place => {
    const found = places.get(key);
    if (found !== undefined) return found;
    const tail = createEventTail(readAs(db, claims), (error) => logger.warn({ err: error }, "events cannot be read"));
    const place = { tail, workspaceId: claims.workspaceId, ends: new Set<() => void>() };
    places.set(key, place);
    return place;
  };

  return {
    answer: async (request, response) => {
      const search = new URL(request.url ?? "/", "http://localhost").searchParams;
      const claims = await findReader(request, search.get("workspace") ?? "default");
      const key = `${claims.workspaceId} ${claims.userId}`;
      if (isClosed) throw new AppError("unavailable", "This process is shutting down. Try again at once");
      if (streams >= mostStreams || (places.get(key)?.ends.size ?? 0) >= mostStreamsOfOne) {
        throw new AppError(
          "limited",
          "Too many live streams are open. Close a few tabs; pages work without, by reloading",
        );
      }
      if (request.method === "HEAD") {
        response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8" }).end();
        return;
      }
      const { tail, ends } = placeOf(key, claims);
      streams += 1;
      const stream = openEventStream({
        response,
        onEnd: () => {
          streams -= 1;
          ends.delete(stream.end);
          tail.leave(sink);
          if (ends.size === 0) places.delete(key);
        },
      });
      ends.add(stream.end);
      const sink: Sink = (batch) => stream.send(batch);
      try {
        await tail.join(sink, readSince(request, search));
        if (response.destroyed || response.writableEnded) tail.leave(sink);
      } catch (error) {
        logger.warn({ err: error }, "a live stream could not begin");
        stream.end();
      }
    },
    wake: (workspaceId) => {
      for (const place of places.values()) {
        if (workspaceId === null || place.workspaceId === workspaceId) place.tail.wake();
      }
    },
    close: () => {
      isClosed = true;
      for (const { ends } of places.values()) for (const end of ends) end();
    },
  };
}

function readAs(db: Db, claims: WorkspaceClaims): ReadAsReader {
  return async (input) =>
    await withWorkspace(db, claims, async (tx) =>
      input === null
        ? { events: [], position: await currentEventPosition(tx), isCut: false }
        : await readEvents(tx, input),
    );
}

/** From the header of a browser that comes back, or from the page that it has just loaded. One that is not ours means "everything anew". */
function readSince(request: IncomingMessage, search: URLSearchParams): EventPosition | null {
  const header = request.headers["last-event-id"];
  const text = typeof header === "string" && header !== "" ? header : search.get("since");
  if (text === null || text === "") return null;
  try {
    return parseEventPosition(text);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { takenAtMs: 0, snapshot: "1:1:" };
  }
}
