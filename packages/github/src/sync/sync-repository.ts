import { refreshStatistics, withService } from "@pulse/db";
import { AppError, isAppError } from "@pulse/kit";
import { sql } from "kysely";

import { beatRun } from "../sync-runs/claim-run.ts";
import { accessAfterError } from "./access-after-error.ts";
import { allReaders } from "./all-readers.ts";
import { getSyncedRepository } from "./get-synced-repository.ts";
import { readProbe } from "./graphql/read-probe.ts";
import { isHidden } from "./hidden-access.ts";
import type { KindReader, PageCounts } from "./kind-reader.ts";
import { readDepth, readNews, sweep } from "./read-kinds.ts";
import { publicReaders } from "./rest/public-readers.ts";
import { readPublicProbe } from "./rest/read-public-probe.ts";
import { isAnotherRepository, saveProbe } from "./save-probe.ts";
import type { SyncContext, SyncTrigger } from "./sync-context.ts";
import { forgetCursors, listCursors } from "./sync-cursors.ts";
import { enterRun, finishRun, type RunCounts, type RunEnd } from "./sync-run.ts";
import { SyncSession } from "./sync-session.ts";

type Input = {
  readonly workspaceId: number;
  readonly repositoryId: number;
  /** A queued run to begin; without one a new one is made. */
  readonly runId?: number;
  readonly trigger: SyncTrigger;
  /** Reads everything again from the beginning. */
  readonly isFull?: boolean;
  /** How much of a sweep one run does; the next goes on there. */
  readonly maxSweepPages?: number;
};

export type SyncResult = {
  readonly runId: number;
  readonly state: "done" | "waiting" | "failed";
  /** When a waiting run may go on. */
  readonly resumeAt: Date | null;
  readonly error: AppError | null;
  readonly counts: RunCounts;
  readonly requests: number;
  readonly notModified: number;
  readonly points: number;
};

const defaultSweepPages = 200;
const beatEveryMs = 15_000;
// A first reading as long as this has left what came in meanwhile behind.
const freshForMs = 300_000;
// From so many rows on the planner's knowledge of the tables is worth a look.
const manyRows = 2_000;

/**
 * Reads one repository from GitHub as far as it is not known yet: the last 90 days first, then back to the chosen depth, later only what
 * changed. Every page is kept before the next is asked for. Limits end in `waiting`, everything else that GitHub refuses in `failed` with the
 * next step. Throws `conflict` while another worker reads the repository, `not_found` for no such repository, and the signal's reason.
 */
export async function syncRepository(ctx: SyncContext, input: Input): Promise<SyncResult> {
  const repository = await getSyncedRepository(ctx.db, input);
  const run = await enterRun(ctx, { repository, runId: input.runId ?? null, trigger: input.trigger });
  if (input.isFull === true) await forgetCursors(ctx.db, repository);
  const session = new SyncSession(ctx, { run, repository, cursors: await listCursors(ctx.db, repository) });
  const beat = setInterval(() => {
    beatRun(ctx.db, { id: run.id, repositoryId: repository.id, workerId: ctx.workerId }).catch((error: unknown) => {
      ctx.logger.warn({ err: error }, "a beat of a sync run was not noted");
    });
  }, beatEveryMs);
  beat.unref();
  try {
    await read(session, input);
    if (session.rowsSaved >= manyRows) await refreshStatistics(ctx.db);
    return await end(session, { state: "done", resumeAt: null, error: null });
  } catch (error) {
    if (ctx.signal.aborted) {
      await end(session, { state: "waiting", resumeAt: ctx.clock.now(), error: null });
      throw error;
    }
    return await endAfter(session, error);
  } finally {
    clearInterval(beat);
  }
}

async function read(session: SyncSession, input: Input): Promise<void> {
  const readers = readersOf(session);
  await probe(session);
  await readNews(session, readers);
  await readDepth(session, readers);
  if (session.ctx.clock.now().getTime() - session.probedAt.getTime() > freshForMs) {
    await probe(session);
    await readNews(session, readers);
  }
  if (input.trigger === "sweep") {
    await sweep(session, { readers, maxPages: input.maxSweepPages ?? defaultSweepPages });
  }
}

function readersOf(session: SyncSession): readonly KindReader[] {
  return session.ctx.readers ?? (session.api === "rest" ? publicReaders : allReaders);
}

async function probe(session: SyncSession): Promise<void> {
  const { ctx, repository } = session;
  const readAt = ctx.clock.now();
  const found = await (session.api === "rest" ? readPublicProbe : readProbe)(ctx, { repository, readAt });
  let fullName = repository.fullName;
  await session.keep({
    reader: { kind: "repository" },
    page: {
      save: async (tx, scope): Promise<PageCounts> => {
        const saved = await saveProbe(tx, scope, { repository, probe: found });
        fullName = saved.fullName;
        return saved.counts;
      },
      next: null,
      isDone: true,
      rows: 1,
      total: 1,
    },
    readAt,
    cursor: null,
    coverage: { kinds: ["repository", "repository_days"], from: readAt, to: readAt },
  });
  const [owner = repository.owner, name = repository.name] = fullName.split("/");
  session.repository = {
    ...repository,
    owner,
    name,
    fullName,
    githubId: found.githubId,
    nodeId: found.nodeId,
    defaultBranch: found.defaultBranch,
    visibility: found.visibility,
  };
  session.probe = found;
  session.probedAt = readAt;
}

type End = {
  readonly state: "done" | "waiting" | "failed";
  readonly resumeAt: Date | null;
  readonly error: AppError | null;
};

async function end(session: SyncSession, { state, resumeAt, error }: End): Promise<SyncResult> {
  const { ctx, run, repository } = session;
  const progress = session.progress();
  const reached = state === "waiting" ? session.howFar(readersOf(session)) : null;
  const howFar = reached === null ? "" : `. ${reached}`;
  const ending: RunEnd = {
    state,
    resumeAt,
    errorCode: error?.code ?? null,
    errorDetail: error === null ? session.refusals() : error.message + howFar,
  };
  await withService(ctx.db, (tx) => finishRun(tx, ctx, { repository, runId: run.id, progress, end: ending }));
  const { counts, requests, notModified, points } = progress;
  return { runId: run.id, state, resumeAt, error, counts, requests, notModified, points };
}

async function endAfter(session: SyncSession, error: unknown): Promise<SyncResult> {
  if (!isAppError(error)) {
    const bug = new AppError("internal", `Reading ${session.repository.fullName} failed by a fault of Pulse-Hub`, {
      cause: error,
    });
    await end(session, { state: "failed", resumeAt: null, error: bug });
    throw error;
  }
  const { retryAt } = error.details;
  if (error.code === "limited" && retryAt instanceof Date) {
    return await end(session, { state: "waiting", resumeAt: retryAt, error });
  }
  await noteLostAccess(session, error);
  return await end(session, { state: "failed", resumeAt: null, error });
}

async function noteLostAccess(session: SyncSession, error: AppError): Promise<void> {
  const { repository, ctx } = session;
  // Whether the one that had the name before lives on under another is found by its id, soon.
  const isAnother = isAnotherRepository(error);
  const lost = isAnother
    ? { access: "deleted", detail: error.message }
    : accessAfterError(error, { ...repository, connectionKind: ctx.client.connection.kind });
  // Only the probe asks for the repository itself: a later refusal concerns a part of it.
  if (lost === null || (session.probe !== null && error.code !== "unauthenticated")) return;
  const staysHidden = sql`${lost.access === "disconnected"} and ${isHidden}`;
  await withService(ctx.db, (tx) =>
    sql`
      update pulse.repositories
      set access = case when ${staysHidden} then access else ${lost.access} end,
        access_detail = case when ${staysHidden} then access_detail else ${lost.detail} end,
        access_checked_at = ${isAnother ? null : ctx.clock.now()}
      where id = ${repository.id}
    `.execute(tx),
  );
}
