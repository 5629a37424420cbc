/**
 * What a reader of one kind of facts is, and what it may use. A reader asks GitHub and tells what to save; when to ask, how often, where to
 * go on and what became of it is the engine's.
 */
import type { Db, Tx } from "@pulse/db";
import type { Clock, Logger } from "@pulse/kit";

import type { GitHubClient } from "../client/github-client.ts";
import type { SaveCounts, SaveScope } from "../save/save-scope.ts";
import type { SyncKind } from "../save/save-sync-state.ts";
import type { RepositoryProbe } from "./repository-probe.ts";

export type SyncPhase = "recent" | "backfill" | "incremental" | "sweep";

/** The workspace's row of the repository that is read. */
export type SyncedRepository = {
  readonly id: number;
  readonly workspaceId: number;
  readonly owner: string;
  readonly name: string;
  readonly fullName: string;
  readonly githubId: number | null;
  readonly nodeId: string | null;
  readonly defaultBranch: string | null;
};

export type ReaderContext = {
  readonly client: GitHubClient;
  /** To look up what is already stored. Facts are written in `Page.save` alone. */
  readonly db: Db;
  readonly repository: SyncedRepository;
  /** What the repository was like when this run began: one query that every run begins with. */
  readonly probe: RepositoryProbe;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
};

export type Cursor = {
  /** As GitHub gave it: an `endCursor`, or the address of a next page. Null: the first page. */
  readonly cursor: string | null;
  /** Whatever else the reader needs to go on; kept as JSON, so instants are text. */
  readonly position: Readonly<Record<string, unknown>>;
};

export type PageInput = {
  readonly phase: SyncPhase;
  readonly cursor: Cursor;
  /** Rows to ask for. The engine halves it when GitHub cannot cope, and remembers. */
  readonly pageSize: number;
  /** How far back `recent` and `backfill` read; null: to the beginning. */
  readonly from: Date | null;
  /** What an incremental reading must not miss: everything that changed at or after this instant. Null in other phases, and the first time. */
  readonly since: Date | null;
};

export type PageCounts = Readonly<Partial<Record<SyncKind, SaveCounts>>>;

export type Page = {
  /** Writes what was read; its accounts first, in one call of saveAccounts. The engine holds the repository's lock and commits. */
  readonly save: (tx: Tx, scope: SaveScope) => Promise<PageCounts>;
  /**
   * Where the next page begins; null when nothing is left. When `recent` ends because it is old enough, this is where `backfill` begins, and
   * when `backfill` ends at its depth, this is where a wider one goes on.
   */
  readonly next: Cursor | null;
  /** True when the phase is done, either because nothing is left or because the rest is too old. */
  readonly isDone: boolean;
  /** Rows of the reader's kind in this page, and of the whole phase where GitHub tells. */
  readonly rows: number;
  readonly total: number | null;
};

/** A reader of one kind. Within a phase it reads newest first where the API allows. */
export type KindReader = {
  /** What its bar is called, and under what its cursors are kept. */
  readonly kind: SyncKind;
  /** Of these its readings are complete: the coverage that is written when a phase is done. */
  readonly covers: readonly SyncKind[];
  /**
   * Which phases it has. A small kind that is read as a whole has only `incremental`: every reading then begins at its first page and ends
   * with everything, and `since` is null the first time.
   */
  readonly phases: readonly SyncPhase[];
  readonly pageSize: { readonly first: number; readonly most: number };
  /**
   * What the probe says of this kind, as text that changes when anything did: when it is the same as at the last complete reading, nothing is
   * asked. Null, or left out: the probe cannot tell.
   */
  readonly fingerprintOf?: (probe: RepositoryProbe) => string | null;
  /** Throws what the client throws; `unavailable` with `details.isTooMuch` makes the engine ask again for less. */
  readonly readPage: (ctx: ReaderContext, input: PageInput) => Promise<Page>;
};
