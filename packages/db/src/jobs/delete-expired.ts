import { sql, type RawBuilder } from "kysely";

import type { Db } from "../connect.ts";
import { withService } from "../with-service.ts";

export type DeletedRows = {
  readonly deliveries: number;
  /** What was deleted on GitHub, remembered so that an older delivery does not bring it back. */
  readonly deletedFacts: number;
  readonly events: number;
  readonly runs: number;
  readonly etags: number;
};

const batchRows = 5000;

/**
 * Deletes what is kept for a time only: deliveries for thirty days (those that wait stay), events for a day, finished runs for thirty days (the newest of a repository
 * stays), ETags that nobody asked for in thirty days. In short transactions, so that nobody waits for it.
 */
export async function deleteExpired(db: Db, signal: AbortSignal): Promise<DeletedRows> {
  const deliveries = await inBatches(
    db,
    signal,
    sql`
    delete from pulse.webhook_deliveries
    where id in (
      select id
      from pulse.webhook_deliveries
      where received_at < now() - interval '30 days'
        and state <> 'received'
      order by received_at
      limit ${batchRows}
      for update skip locked
    )
  `,
  );
  const deletedFacts = await inBatches(
    db,
    signal,
    sql`
    delete from pulse.deleted_facts
    where (repository_id, kind, github_id) in (
      select repository_id, kind, github_id
      from pulse.deleted_facts
      where deleted_at < now() - interval '30 days'
      order by deleted_at, repository_id, kind, github_id
      limit ${batchRows}
    )
  `,
  );
  const events = await inBatches(
    db,
    signal,
    sql`
    delete from pulse.events
    where id in (
      select id
      from pulse.events
      where created_at < now() - interval '1 day'
      order by created_at
      limit ${batchRows}
    )
  `,
  );
  const runs = await inBatches(
    db,
    signal,
    sql`
    delete from pulse.sync_runs
    where (repository_id, id) in (
      select run.repository_id, run.id
      from pulse.sync_runs as run
      where run.finished_at < now() - interval '30 days'
        and exists (
          select
          from pulse.sync_runs as newer
          where newer.repository_id = run.repository_id
            and newer.id > run.id
        )
      order by run.repository_id, run.id
      limit ${batchRows}
    )
  `,
  );
  const etags = await inBatches(
    db,
    signal,
    sql`
    delete from pulse.etags
    where (connection_id, credential, url) in (
      select connection_id, credential, url
      from pulse.etags
      where seen_at < now() - interval '30 days'
      order by seen_at, connection_id, credential, url
      limit ${batchRows}
    )
  `,
  );
  return { deliveries, deletedFacts, events, runs, etags };
}

async function inBatches(db: Db, signal: AbortSignal, statement: RawBuilder<unknown>): Promise<number> {
  for (let deleted = 0; ;) {
    signal.throwIfAborted();
    const batch = await withService(db, async (tx) => Number((await statement.execute(tx)).numAffectedRows ?? 0n));
    deleted += batch;
    if (batch < batchRows) return deleted;
  }
}
