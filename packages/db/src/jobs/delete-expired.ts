import { sql, type RawBuilder } from "kysely";

import type { Db } from "../connect.ts";
import { withService } from "../with-service.ts";
import { forgetTexts } from "./expired-texts.ts";
import { forgottenClients } from "./forgotten-clients.ts";

export type DeletedRows = {
  readonly deliveries: number;
  /** What was deleted on GitHub, remembered so that an older delivery does not bring it back. */
  readonly deletedFacts: number;
  readonly events: number;
  readonly auditLines: number;
  /** Texts of items, comments and reviews; what they belong to stays. */
  readonly texts: number;
  readonly runs: number;
  readonly etags: number;
  readonly idempotencyKeys: number;
  readonly exports: number;
};

const batchRows = 5000;

/**
 * Deletes what is kept for a time only. Deliveries (those that wait stay), live events, the log of changes and texts for as long as their
 * workspace says; deliveries to the installation's own address, finished runs (the newest of a repository stays) and ETags that nobody
 * asked for thirty days, idempotency keys of yesterday, and exports whose day is over. In short transactions, so that nobody waits for it.
 */
export async function deleteExpired(db: Db, signal: AbortSignal): Promise<DeletedRows> {
  const deliveries = await inBatches(
    db,
    signal,
    sql`
    delete from pulse.webhook_deliveries
    where id in (
      select delivery.id
      from pulse.webhook_deliveries as delivery
      left join pulse.workspaces as workspace
        on workspace.id = delivery.workspace_id
      where delivery.received_at < now() - make_interval(days => coalesce(workspace.delivery_days, 30))
        and delivery.state <> 'received'
      order by delivery.received_at
      limit ${batchRows}
      for update of delivery skip locked
    )
  `,
  );
  const deletedFacts = await inBatches(
    db,
    signal,
    sql`
    delete from pulse.deleted_facts
    where (repository_id, kind, github_id) in (
      select gone.repository_id, gone.kind, gone.github_id
      from pulse.deleted_facts as gone
      join pulse.workspaces as workspace
        on workspace.id = gone.workspace_id
      where gone.deleted_at < now() - make_interval(days => greatest(workspace.delivery_days, 30))
      order by gone.deleted_at, gone.repository_id, gone.kind, gone.github_id
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
      select event.id
      from pulse.events as event
      join pulse.workspaces as workspace
        on workspace.id = event.workspace_id
      where event.created_at < now() - make_interval(days => workspace.event_days)
      order by event.created_at
      limit ${batchRows}
    )
  `,
  );
  const auditLines = await inBatches(
    db,
    signal,
    sql`
    delete from pulse.audit_log
    where (workspace_id, id) in (
      select line.workspace_id, line.id
      from pulse.workspaces as workspace
      join pulse.audit_log as line
        on line.workspace_id = workspace.id
        and line.created_at < now() - make_interval(days => workspace.audit_days)
      order by line.workspace_id, line.id
      limit ${batchRows}
    )
  `,
  );
  let texts = 0;
  for (const statement of forgetTexts(batchRows)) texts += await inBatches(db, signal, statement);
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
  await inBatches(
    db,
    signal,
    sql`
    delete from identity.attempts
    where (kind, network) in (
      select kind, network
      from identity.attempts
      where paid_at < now()
      order by paid_at
      limit ${batchRows}
    )
  `,
  );
  for (const statement of forgottenClients(batchRows)) await inBatches(db, signal, statement);
  const idempotencyKeys = await inBatches(
    db,
    signal,
    sql`
    delete from pulse.idempotency_keys
    where (workspace_id, user_id, key) in (
      select workspace_id, user_id, key
      from pulse.idempotency_keys
      where created_at < now() - interval '1 day'
      order by created_at
      limit ${batchRows}
    )
  `,
  );
  const exports = await inBatches(
    db,
    signal,
    sql`
    delete from pulse.exports
    where id in (
      select id
      from pulse.exports
      where expires_at < now()
      order by expires_at, id
      limit ${batchRows}
    )
  `,
  );
  return { deliveries, deletedFacts, events, auditLines, texts, runs, etags, idempotencyKeys, exports };
}

async function inBatches(db: Db, signal: AbortSignal, statement: RawBuilder<unknown>): Promise<number> {
  for (let deleted = 0; ;) {
    signal.throwIfAborted();
    const batch = await withService(db, async (tx) => Number((await statement.execute(tx)).numAffectedRows ?? 0n));
    deleted += batch;
    if (batch < batchRows) return deleted;
  }
}
