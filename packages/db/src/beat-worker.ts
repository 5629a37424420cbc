import { sql } from "kysely";

import type { Db } from "./connect.ts";
import { withService } from "./with-service.ts";

export type WorkerIdentity = {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly startedAt: Date;
};

/** Says that this worker lives, by the database's clock; rows of workers silent for a day go. */
export async function beatWorker(db: Db, worker: WorkerIdentity): Promise<void> {
  await withService(db, async (tx) => {
    await sql`
      insert into pulse.workers (id, name, version, started_at, beat_at)
      values (${worker.id}, ${worker.name}, ${worker.version}, ${worker.startedAt}, now())
      on conflict (id) do update set beat_at = excluded.beat_at
    `.execute(tx);
    await sql`
      delete from pulse.workers
      where beat_at < now() - interval '1 day'
    `.execute(tx);
  });
}

/** Says that this worker has ended as it should, so that nobody waits for its next beat. */
export async function removeWorker(db: Db, id: string): Promise<void> {
  await withService(db, async (tx) => {
    await sql`
      delete from pulse.workers
      where id = ${id}
    `.execute(tx);
  });
}
