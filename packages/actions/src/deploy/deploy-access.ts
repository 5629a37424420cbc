import type { DeployMessage, DeployRecord, DeployRun, DeploySettings } from "@pulse/deploy";

import type { RecentReads } from "./recent-reads.ts";

/** What an app must be given before its actions can deploy. */
export type DeployAccess = {
  /** DIGITALOCEAN_ACCESS_TOKEN. */
  readonly token: string;
  /** Another platform, in tests. */
  readonly apiUrl?: string;
  readonly settings?: DeploySettings;
  /** What it said lately, where one process shows it to many. */
  readonly recent?: RecentReads;
  /** Who deploys, as others are told who holds the lock: name@machine (process). */
  readonly holder?: string;
  /** Whether somebody who held a lock is known to have ended, so that it need not be waited out. */
  readonly isGone?: (holder: string) => boolean;
  /** Tells the team; without it nobody is told. Throws when it could not. */
  readonly notify?: (message: DeployMessage) => Promise<void>;
  /** Writes deployments/NAME; without it the row alone keeps the record. */
  readonly keepRecord?: (name: string, record: DeployRecord) => Promise<void>;
  /** Each time that a run has changed. */
  readonly onRun?: (run: DeployRun) => void;
  /** Moved by tests. */
  readonly wait?: (ms: number) => Promise<void>;
};
