import { withService, type Db, type Tx } from "@pulse/db";
import { sql } from "kysely";

import { queueRun } from "../sync-runs/queue-run.ts";

/** Asks that sync reads a repository again, for what a delivery does not hold. One request does for all until it is answered. */
export async function requestRefresh(
  tx: Tx,
  input: { readonly id: number; readonly workspaceId: number; readonly reason: string },
): Promise<void> {
  await sql`
    insert into pulse.refresh_requests (workspace_id, repository_id, reason)
    values (${input.workspaceId}, ${input.id}, ${input.reason.replaceAll("\0", "").slice(0, 200)})
    on conflict (repository_id) do nothing
  `.execute(tx);
}

// An incremental reading costs a handful of requests of 5,000 an hour: one a minute leaves most of them to others.
const spacingSeconds = 60;

/** Turns what was asked for into queued runs, of each repository at most one a minute. Gives how many. */
export async function queueRefreshes(db: Db): Promise<number> {
  return await withService(db, async (tx) => {
    const due = await sql<{ workspaceId: number; repositoryId: number }>`
      delete from pulse.refresh_requests as request
      where request.repository_id in (
        select asked.repository_id
        from pulse.refresh_requests as asked
        where not exists (
          select
          from pulse.sync_runs as run
          where run.repository_id = asked.repository_id
            and run.created_at > now() - make_interval(secs => ${spacingSeconds})
            and run.trigger = 'webhook'
        )
        order by asked.repository_id
        for update skip locked
      )
      returning request.workspace_id, request.repository_id
    `.execute(tx);
    for (const row of due.rows.toSorted((left, right) => left.repositoryId - right.repositoryId)) {
      await queueRun(tx, { ...row, trigger: "webhook" });
    }
    return due.rows.length;
  });
}
