import { withService, type Db } from "@pulse/db";
import { sql } from "kysely";

import type { QueueCounts } from "./create-telemetry.ts";

type Row = {
  readonly deliveries: number;
  readonly oldestSeconds: number;
  readonly queued: number;
  readonly running: number;
  readonly waiting: number;
  readonly exports: number;
};

/** What waits to be done, of all workspaces. Each count comes out of an index that holds nothing else. */
export async function readQueueCounts(db: Db): Promise<QueueCounts> {
  const found = await withService(db, (tx) =>
    sql<Row>`
      select
        (select count(*) from pulse.webhook_deliveries where state = 'received') as deliveries,
        (
          select coalesce(extract(epoch from now() - min(received_at)), 0)::float8
          from pulse.webhook_deliveries
          where state = 'received'
        ) as oldest_seconds,
        (select count(*) from pulse.sync_runs where state = 'queued') as queued,
        (select count(*) from pulse.sync_runs where state = 'running') as running,
        (select count(*) from pulse.sync_runs where state = 'waiting') as waiting,
        (select count(*) from pulse.exports where state in ('queued', 'running')) as exports
    `.execute(tx),
  );
  const row = found.rows[0];
  if (row === undefined) throw new Error("A count gave no row");
  return {
    deliveriesWaiting: row.deliveries,
    oldestDeliverySeconds: row.oldestSeconds,
    syncRuns: { queued: row.queued, running: row.running, waiting: row.waiting },
    exportsWaiting: row.exports,
  };
}
