import type { Db, KeyRing } from "@pulse/db";
import type { Clock, Logger } from "@pulse/kit";

/** What reading from GitHub needs in the worker. */
export type WorkContext = {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly workerId: string;
  readonly keys: KeyRing;
  readonly apiUrl: string;
};
