/** What one call of syncRepository holds while it reads: the run, the repository, the probe, and the places of all kinds. */
import { publishEvents, withService, type Tx } from "@pulse/db";
import { isAppError } from "@pulse/kit";

import { lockRepository } from "../save/lock-repository.ts";
import type { SaveScope } from "../save/save-scope.ts";
import type { SyncKind } from "../save/save-sync-state.ts";
import type { KindReader, Page, PageCounts, ReaderContext, SyncPhase } from "./kind-reader.ts";
import type { RepositoryProbe } from "./repository-probe.ts";
import { retryDeadlock } from "./retry-deadlock.ts";
import { addPage, changedKinds, estimateEnd } from "./run-progress.ts";
import { saveCoverage } from "./save-coverage.ts";
import type { SyncContext, SyncedRepositoryRow } from "./sync-context.ts";
import { saveCursor, type StoredCursor } from "./sync-cursors.ts";
import { noteProgress, type RunCounts, type RunProgress, type SyncRun } from "./sync-run.ts";
import { onlyWithToken, tellHowFar, type KindReach } from "./tell-how-far.ts";

export class SyncSession {
  readonly ctx: SyncContext;
  readonly run: SyncRun;
  readonly api: "graphql" | "rest";
  repository: SyncedRepositoryRow;
  probe: RepositoryProbe | null = null;
  probedAt: Date;
  phase: SyncPhase | null = null;
  rowsSaved = 0;
  /** Kinds that a sweep has not come to the end of, since one run does so much and no more. */
  readonly sweepLeft: SyncKind[] = [];
  readonly #refused = new Map<SyncKind, string>();
  readonly #usageBefore: { readonly requests: number; readonly notModified: number; readonly points: number };
  readonly #cursors: Map<string, StoredCursor>;
  #counts: RunCounts;

  constructor(
    ctx: SyncContext,
    input: {
      readonly run: SyncRun;
      readonly repository: SyncedRepositoryRow;
      readonly cursors: readonly StoredCursor[];
    },
  ) {
    this.ctx = ctx;
    this.run = input.run;
    // GitHub's GraphQL answers nobody who is not signed in.
    this.api = ctx.client.connection.kind === "anonymous" ? "rest" : "graphql";
    this.repository = input.repository;
    this.probedAt = ctx.clock.now();
    this.#usageBefore = { ...ctx.client.usage };
    this.#cursors = new Map(
      input.cursors
        .filter((cursor) => cursor.pass.api === this.api)
        .map((cursor) => [`${cursor.kind} ${cursor.phase}`, cursor]),
    );
    this.#counts = input.run.counts;
  }

  get counts(): RunCounts {
    return this.#counts;
  }

  /** A kind that GitHub refuses to show (no right to teams, Actions switched off) keeps no other from being read. */
  async unlessRefused(reader: Pick<KindReader, "kind">, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isAppError(error) || (error.code !== "forbidden" && error.code !== "not_found")) throw error;
      this.#refused.set(reader.kind, error.message);
    }
  }

  /** What was left out and why; null when everything was read. */
  refusals(): string | null {
    const refused = [...this.#refused].map(([kind, message]) => `Not read: ${wordsFor(kind)}. ${message}`);
    const left = this.sweepLeft.map(wordsFor).join(", ");
    const unswept = `Not yet looked at for silent changes to the end: ${left}. The next time goes on there: ./pulse sync run ${this.repository.fullName} --full`;
    const told = [...refused, ...(left === "" ? [] : [unswept]), ...(this.api === "rest" ? [onlyWithToken] : [])];
    return told.length === 0 ? null : told.join("\n");
  }

  /** How far a reading without a token got; null with one, where bars say enough. */
  howFar(readers: readonly KindReader[]): string | null {
    return this.api === "rest" ? tellHowFar(readers.map((reader) => this.#reachOf(reader))) : null;
  }

  #reachOf({ kind, phases }: KindReader): KindReach {
    const { done = 0, total = null } = this.#counts[kind] ?? {};
    const recent = this.findCursor(kind, phases.includes("recent") ? "recent" : "incremental");
    const isBackfilled = this.findCursor(kind, "backfill")?.isDone === true || recent?.next === null;
    const isWhole = recent?.isDone === true && (isBackfilled || !phases.includes("backfill"));
    return { kind, state: isWhole ? "whole" : done > 0 ? "begun" : "to come", done, total };
  }

  findCursor(kind: SyncKind, phase: SyncPhase): StoredCursor | null {
    return this.#cursors.get(`${kind} ${phase}`) ?? null;
  }

  readerContext(): ReaderContext {
    const { ctx, probe, repository } = this;
    if (probe === null) throw new Error("the probe comes before the readers");
    return {
      client: ctx.client,
      db: ctx.db,
      repository,
      probe,
      clock: ctx.clock,
      logger: ctx.logger,
      signal: ctx.signal,
    };
  }

  progress(): RunProgress {
    const { usage } = this.ctx.client;
    return {
      phase: this.phase,
      counts: this.#counts,
      requests: this.run.requests + usage.requests - this.#usageBefore.requests,
      notModified: this.run.notModified + usage.notModified - this.#usageBefore.notModified,
      points: this.run.points + usage.points - this.#usageBefore.points,
      estimatedEndAt: estimateEnd(this.run, { counts: this.#counts, now: this.ctx.clock.now() }),
    };
  }

  /** Keeps one page: its rows, the place behind it, the progress and the news, all or nothing. */
  async keep(input: {
    readonly reader: Pick<KindReader, "kind">;
    readonly page: Page;
    readonly readAt: Date;
    readonly cursor: StoredCursor | null;
    readonly coverage: { readonly kinds: readonly SyncKind[]; readonly from: Date | null; readonly to: Date } | null;
  }): Promise<void> {
    const { page, cursor, coverage } = input;
    const before = this.#counts;
    try {
      await this.#inTransaction(async (tx) => {
        const scope = await this.#enter(tx, input.readAt);
        const saved = await page.save(tx, scope);
        if (cursor !== null) await saveCursor(tx, this.repository, { ...cursor, at: input.readAt });
        if (coverage !== null) await saveCoverage(tx, scope, coverage);
        this.#counts = addPage(before, { kind: input.reader.kind, page, saved });
        await noteProgress(tx, this.ctx, {
          repository: this.repository,
          runId: this.run.id,
          progress: this.progress(),
        });
        await this.#publishFacts(tx, saved);
      });
    } catch (error) {
      this.#counts = before;
      throw error;
    }
    this.rowsSaved += page.rows;
    if (cursor !== null) this.#cursors.set(`${cursor.kind} ${cursor.phase}`, cursor);
  }

  async #inTransaction(work: (tx: Tx) => Promise<void>): Promise<void> {
    await retryDeadlock(async () => {
      await withService(this.ctx.db, work);
    });
  }

  async #enter(tx: Tx, readAt: Date): Promise<SaveScope> {
    const { id, workspaceId, fullName } = this.repository;
    await lockRepository(tx, { id, fullName });
    return { workspaceId, repositoryId: id, fetchedAt: readAt.toISOString() };
  }

  async #publishFacts(tx: Tx, saved: PageCounts): Promise<void> {
    const kinds = changedKinds(saved);
    if (kinds.length === 0) return;
    const { id, workspaceId, fullName } = this.repository;
    await publishEvents(tx, [
      {
        workspaceId,
        repositoryId: id,
        kind: "facts",
        subject: { kinds: kinds.join(","), repository: fullName },
      },
    ]);
  }
}

function wordsFor(kind: SyncKind): string {
  return kind.replaceAll("_", " ");
}
