/** Which phases of which kinds a run reads, and in which order. */
import type { KindReader } from "./kind-reader.ts";
import { newPass, readPhase } from "./read-phase.ts";
import type { Pass, StoredCursor } from "./sync-cursors.ts";
import type { SyncSession } from "./sync-session.ts";

const recentDays = 90;
const dayMs = 86_400_000;
// GitHub's clock and ours differ, and what is written while a page is read may show late.
const overlapMs = 600_000;

/** Brings the last 90 days of every kind first, or what changed since they were read. */
export async function readNews(session: SyncSession, readers: readonly KindReader[]): Promise<void> {
  for (const reader of readers) {
    const isFirst = reader.phases.includes("recent") && session.findCursor(reader.kind, "recent")?.isDone !== true;
    await session.unlessRefused(reader, () => (isFirst ? readRecent(session, reader) : readChanges(session, reader)));
  }
}

async function readRecent(session: SyncSession, reader: KindReader): Promise<void> {
  const ninetyDaysAgo = new Date(session.probedAt.getTime() - recentDays * dayMs);
  const depth = session.repository.backfillFrom;
  const from = depth !== null && depth > ninetyDaysAgo ? depth : ninetyDaysAgo;
  const begun = session.findCursor(reader.kind, "recent");
  await readPhase(session, {
    reader,
    phase: "recent",
    start: begun ?? { ...nowhere, pass: newPass(session, { reader, from, since: null }) },
    coverageOf: (done) => ({ from: done.next === null ? null : done.pass.from, to: done.pass.startedAt }),
  });
}

const nowhere = { next: { cursor: null, position: {} }, pageSize: null, isDone: false };

async function readChanges(session: SyncSession, reader: KindReader): Promise<void> {
  const begun = session.findCursor(reader.kind, "incremental");
  const last = lastPass(session, reader);
  if (begun === null || begun.isDone) {
    // Read in this very run, or not changed since.
    if (last !== null && last.startedAt >= session.probedAt) return;
    if (last !== null && (await skipUnchanged(session, { reader, last }))) return;
  }
  const since = last === null ? null : new Date(last.startedAt.getTime() - overlapMs);
  const fresh = {
    ...nowhere,
    pageSize: begun?.pageSize ?? session.findCursor(reader.kind, "recent")?.pageSize ?? null,
    pass: newPass(session, { reader, from: session.repository.backfillFrom, since }),
  };
  await readPhase(session, {
    reader,
    phase: "incremental",
    start: begun === null || begun.isDone ? fresh : begun,
    coverageOf: (done) => ({ from: coveredFrom(session, reader), to: done.pass.startedAt }),
  });
}

/** The latest walk that is done and after which nothing was missing. */
function lastPass(session: SyncSession, reader: KindReader): Pass | null {
  const done = (["recent", "incremental"] as const).flatMap((phase) => {
    const cursor = session.findCursor(reader.kind, phase);
    return cursor?.isDone === true ? [cursor.pass] : [];
  });
  return done.toSorted((left, right) => right.startedAt.getTime() - left.startedAt.getTime())[0] ?? null;
}

/** True when the probe shows that nothing of the kind changed: it is then known up to now without a single request. */
async function skipUnchanged(
  session: SyncSession,
  { reader, last }: { readonly reader: KindReader; readonly last: Pass },
): Promise<boolean> {
  const pass = newPass(session, { reader, from: session.repository.backfillFrom, since: last.startedAt });
  if (pass.fingerprint === null || pass.fingerprint !== last.fingerprint) return false;
  const pageSize = session.findCursor(reader.kind, "incremental")?.pageSize ?? null;
  await session.keep({
    reader,
    page: { save: () => Promise.resolve({}), next: null, isDone: true, rows: 0, total: null },
    readAt: session.probedAt,
    cursor: { kind: reader.kind, phase: "incremental", next: null, pass, pageSize, isDone: true },
    coverage: { kinds: reader.covers, from: coveredFrom(session, reader), to: session.probedAt },
  });
  return true;
}

/** How far back the kind is read by now. */
function coveredFrom(session: SyncSession, reader: KindReader): Date | null {
  if (!reader.phases.includes("recent")) return null;
  const backfill = session.findCursor(reader.kind, "backfill");
  const deepest = backfill?.isDone === true ? backfill : session.findCursor(reader.kind, "recent");
  return deepest === null || deepest.next === null ? null : deepest.pass.from;
}

/** Goes on where the recent reading ended, to the depth that people chose; a depth that grew since is filled. */
export async function readDepth(session: SyncSession, readers: readonly KindReader[]): Promise<void> {
  for (const reader of readers.filter((candidate) => candidate.phases.includes("backfill"))) {
    const recent = session.findCursor(reader.kind, "recent");
    if (recent === null || !recent.isDone) continue;
    const start = startOfBackfill(session, { reader, recent });
    if (start === null) continue;
    await session.unlessRefused(reader, () =>
      readPhase(session, {
        reader,
        phase: "backfill",
        start,
        coverageOf: (done) => {
          const to = lastPass(session, reader)?.startedAt ?? done.pass.startedAt;
          return { from: done.next === null ? null : done.pass.from, to };
        },
      }),
    );
  }
}

function startOfBackfill(
  session: SyncSession,
  { reader, recent }: { readonly reader: KindReader; readonly recent: StoredCursor },
): Omit<StoredCursor, "kind" | "phase"> | null {
  const depth = session.repository.backfillFrom;
  const begun = session.findCursor(reader.kind, "backfill");
  const reached = begun ?? recent;
  if (reached.isDone && (reached.next === null || isAsDeep(reached.pass.from, depth))) return null;
  const pass = newPass(session, { reader, from: depth, since: null });
  return { next: reached.next, pageSize: reached.pageSize, isDone: false, pass };
}

function isAsDeep(reached: Date | null, wanted: Date | null): boolean {
  return reached === null || (wanted !== null && reached <= wanted);
}

/** Reads everything again, slowly, for what GitHub changes without saying so: kinds that waited longest first, as far as the budget goes. */
export async function sweep(
  session: SyncSession,
  { readers, maxPages }: { readonly readers: readonly KindReader[]; readonly maxPages: number },
): Promise<void> {
  const waiting = readers
    .filter((reader) => reader.phases.includes("sweep"))
    .map((reader) => ({ reader, begun: session.findCursor(reader.kind, "sweep") }))
    .toSorted((left, right) => waitingSince(left.begun) - waitingSince(right.begun));
  let left = maxPages;
  for (const { reader, begun } of waiting) {
    if (left <= 0) {
      session.sweepLeft.push(reader.kind);
      continue;
    }
    const from = coveredFrom(session, reader);
    const fresh = {
      ...nowhere,
      pageSize: begun?.pageSize ?? session.findCursor(reader.kind, "recent")?.pageSize ?? null,
      pass: newPass(session, { reader, from, since: null }),
    };
    const budget = left;
    await session.unlessRefused(reader, async () => {
      const { pages, isDone } = await readPhase(session, {
        reader,
        phase: "sweep",
        start: begun === null || begun.isDone ? fresh : begun,
        coverageOf: () => null,
        budget,
      });
      left -= pages;
      if (!isDone) session.sweepLeft.push(reader.kind);
    });
  }
}

// One that is under way goes before all others.
function waitingSince(begun: StoredCursor | null): number {
  if (begun === null) return 0;
  return begun.isDone ? begun.pass.startedAt.getTime() : -1;
}
