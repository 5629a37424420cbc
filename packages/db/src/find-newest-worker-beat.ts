import { sql } from "kysely";

import type { Db } from "./connect.ts";
import { withService } from "./with-service.ts";

/** When a worker last said that it lives, or null when none ever did. Throws when the database does not answer. */
export async function findNewestWorkerBeat(db: Db): Promise<Date | null> {
  const found = await withService(db, (tx) =>
    sql<{ beatAt: Date | null }>`
      select max(beat_at) as beat_at
      from pulse.workers
    `.execute(tx),
  );
  return found.rows[0]?.beatAt ?? null;
}
