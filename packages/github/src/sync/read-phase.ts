import { isAppError, type AppError } from "@pulse/kit";

import type { KindReader, Page, PageInput, SyncPhase } from "./kind-reader.ts";
import { grow, halve, startSize, type PageSize } from "./page-size.ts";
import type { Pass, StoredCursor } from "./sync-cursors.ts";
import type { SyncSession } from "./sync-session.ts";

type Input = {
  readonly reader: KindReader;
  readonly phase: SyncPhase;
  /** Where the first page begins, unless the walk is under way already. */
  readonly start: Omit<StoredCursor, "kind" | "phase">;
  /** What is covered when the phase is done; nothing where its walk proves nothing new. */
  readonly coverageOf: (done: StoredCursor) => { readonly from: Date | null; readonly to: Date } | null;
  /** Pages that may be read. */
  readonly budget?: number;
};

const firstPage = { cursor: null, position: {} };

/** Walks through a phase of one kind, page by page, each kept before the next is asked for. Gives the pages read and whether it is done. */
export async function readPhase(
  session: SyncSession,
  input: Input,
): Promise<{ readonly pages: number; readonly isDone: boolean }> {
  const { reader, phase, budget = Infinity } = input;
  session.phase = phase;
  let cursor: StoredCursor = { ...input.start, kind: reader.kind, phase };
  let size = startSize(cursor.pageSize, reader.pageSize);
  let pages = 0;
  while (!cursor.isDone && pages < budget) {
    session.ctx.signal.throwIfAborted();
    const readAt = session.ctx.clock.now();
    const place = { reader, phase, cursor, size };
    const read = await readAdaptively(session, place).catch(async (error: unknown) => {
      if (!isLostPlace(error, cursor)) throw error;
      // What is read twice changes nothing; what is never asked for again would be missing for good.
      return await readAdaptively(session, { ...place, cursor: { ...cursor, next: firstPage } });
    });
    size = grow(read.size, reader.pageSize);
    const { page } = read;
    cursor = { ...cursor, next: page.next, pageSize: size.rows, isDone: page.isDone };
    const covered = page.isDone ? input.coverageOf(cursor) : null;
    await session.keep({
      reader,
      page,
      readAt,
      cursor,
      coverage: covered === null ? null : { kinds: reader.covers, ...covered },
    });
    pages += 1;
  }
  return { pages, isDone: cursor.isDone };
}

async function readAdaptively(
  session: SyncSession,
  input: {
    readonly reader: KindReader;
    readonly phase: SyncPhase;
    readonly cursor: StoredCursor;
    readonly size: PageSize;
  },
): Promise<{ readonly page: Page; readonly size: PageSize }> {
  const { reader, phase, cursor } = input;
  let { size } = input;
  for (;;) {
    const asked: PageInput = {
      phase,
      cursor: cursor.next ?? firstPage,
      pageSize: size.rows,
      from: cursor.pass.from,
      since: cursor.pass.since,
    };
    try {
      return { page: await reader.readPage(session.readerContext(), asked), size };
    } catch (error) {
      const smaller = isTooMuch(error) ? halve(size) : null;
      if (smaller === null) throw error;
      session.ctx.logger.info(
        { repository: session.repository.fullName, kind: reader.kind, rows: smaller.rows },
        "GitHub could not answer a page; asking for half as many rows",
      );
      size = smaller;
    }
  }
}

/** GitHub no longer knows the place where the walk was to go on: a cursor that grew old, a commit that a force push took away. */
function isLostPlace(error: unknown, cursor: StoredCursor): boolean {
  if (!isAppError(error) || cursor.next === null) return false;
  if (error.details["isStaleCursor"] === true) return true;
  return cursor.next.cursor !== null && error.details["reason"] === "query_refused";
}

function isTooMuch(error: unknown): error is AppError {
  return isAppError(error) && error.code === "unavailable" && error.details["isTooMuch"] === true;
}

/** A walk that begins now. */
export function newPass(
  session: SyncSession,
  input: Pick<Pass, "from" | "since"> & { readonly reader: KindReader },
): Pass {
  const { reader, from, since } = input;
  const fingerprint = session.probe === null ? null : (reader.fingerprintOf?.(session.probe) ?? null);
  return { api: session.api, startedAt: session.probedAt, fingerprint, from, since };
}
