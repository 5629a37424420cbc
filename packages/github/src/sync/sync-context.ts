import type { Db } from "@pulse/db";
import type { Clock, Logger } from "@pulse/kit";

import type { GitHubClient } from "../client/github-client.ts";
import type { KindReader, SyncedRepository } from "./kind-reader.ts";

export type SyncContext = {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of the repository's own connection. */
  readonly client: GitHubClient;
  readonly signal: AbortSignal;
  /** Who reads: a run that another worker has taken over is left alone. */
  readonly workerId: string;
  /** In the order of reading. All of them unless given. */
  readonly readers?: readonly KindReader[];
};

export type SyncTrigger = "connected" | "schedule" | "manual" | "webhook" | "sweep" | "widened";

export type SyncedRepositoryRow = SyncedRepository & {
  /** How far back people want it read; null: from its beginning. */
  readonly backfillFrom: Date | null;
  readonly visibility: string | null;
  readonly access: string;
};
