/** Which repositories are read again without being asked for, and when. */
import { withService, type Db, type Tx } from "@pulse/db";
import { sql } from "kysely";

import { queueRun, type RunTrigger } from "./queue-run.ts";

type Due = { readonly id: number; readonly workspaceId: number };

// Each run costs a handful of requests even when nothing changed, and a connection has 5,000 an hour for all of its repositories.
const minutesWhenBusy = 5;
const minutesWhenCalm = 15;
const minutesWhenQuiet = 60;
const longestBackOffMinutes = 6 * 60;

/** Of repositories that may be read, and that nobody reads or has asked for already. */
const readable = sql`
  repository.is_tracked
  and repository.deleted_at is null
  and repository.connection_id is not null
  and repository.access in ('ok', 'renamed', 'transferred')
  and not exists (
    select
    from pulse.sync_runs as run
    where run.repository_id = repository.id
      and run.state in ('queued', 'running', 'waiting')
  )
`;

/**
 * Queues the repositories whose time has come: every five minutes where something happened within the hour, a quarter of an hour within the
 * day, an hour otherwise, a fifth sooner or later so that they spread; after failures in a row twice as long each time. Gives how many.
 */
export async function queueDueRuns(db: Db): Promise<number> {
  return await queueAll(db, "schedule", async (tx) => {
    const found = await sql<Due>`
      select repository.id, repository.workspace_id
      from pulse.repositories as repository
      cross join lateral (
        select
          max(run.created_at) as created_at,
          max(coalesce(run.finished_at, run.created_at)) as finished_at
        from pulse.sync_runs as run
        where run.repository_id = repository.id
      ) as last
      cross join lateral (
        select count(*) as failures
        from pulse.sync_runs as run
        where run.repository_id = repository.id
          and run.state = 'failed'
          and run.created_at > coalesce(
            (
              select max(good.created_at)
              from pulse.sync_runs as good
              where good.repository_id = repository.id
                and good.state = 'done'
            ),
            '-infinity'
          )
      ) as bad
      cross join lateral (
        select max(event.created_at) as changed_at
        from pulse.events as event
        where event.workspace_id = repository.workspace_id
          and event.repository_id = repository.id
          and event.kind <> 'sync_run'
      ) as life
      cross join lateral (
        select
          case
            when life.changed_at > now() - interval '1 hour' then ${minutesWhenBusy}::float8
            when life.changed_at > now() - interval '1 day' then ${minutesWhenCalm}
            else ${minutesWhenQuiet}
          end as minutes
      ) as pace
      where ${readable}
        and (
          last.finished_at is null
          or last.finished_at + make_interval(
            secs => 60 * least(${longestBackOffMinutes}::float8, pace.minutes * power(2, least(bad.failures, 10)))
              * (0.8 + 0.4 * (abs(hashint8(repository.id # extract(epoch from last.finished_at)::bigint)) % 1000) / 1000)
          ) <= now()
        )
      order by last.finished_at nulls first, repository.id
      limit 500
    `.execute(tx);
    return found.rows;
  });
}

/**
 * Queues the slow readings that look for what GitHub changes without saying so: each repository once a day at an hour of its own, or at once
 * when its turn was missed. Gives how many.
 */
export async function queueSweeps(db: Db): Promise<number> {
  return await queueAll(db, "sweep", async (tx) => {
    const found = await sql<Due>`
      select repository.id, repository.workspace_id
      from pulse.repositories as repository
      cross join lateral (
        select
          max(run.created_at) filter (where run.trigger = 'sweep') as swept_at,
          min(run.created_at) as known_since
        from pulse.sync_runs as run
        where run.repository_id = repository.id
      ) as last
      where ${readable}
        -- A repository that is still being read for the first time has nothing to sweep.
        and last.known_since < now() - interval '20 hours'
        and coalesce(last.swept_at, last.known_since) < now() - interval '20 hours'
        and (
          repository.id % 24 = extract(hour from now() at time zone 'UTC')
          or coalesce(last.swept_at, last.known_since) < now() - interval '30 hours'
        )
      order by last.swept_at nulls first, repository.id
      limit 500
    `.execute(tx);
    return found.rows;
  });
}

async function queueAll(db: Db, trigger: RunTrigger, find: (tx: Tx) => Promise<readonly Due[]>): Promise<number> {
  const due = await withService(db, find);
  // Each in a transaction of its own: a repository that somebody holds delays nobody else.
  for (const { id, workspaceId } of due) {
    await withService(db, async (tx) => {
      await queueRun(tx, { workspaceId, repositoryId: id, trigger });
    });
  }
  return due.length;
}
