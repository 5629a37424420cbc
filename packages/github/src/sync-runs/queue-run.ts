import { publishEvents, type Tx } from "@pulse/db";
import { findRequestId } from "@pulse/kit";
import { sql } from "kysely";

export type RunTrigger = "connected" | "schedule" | "manual" | "webhook" | "sweep" | "widened";

export type QueuedRun = { readonly id: number; readonly isNew: boolean };

/**
 * Asks for a reading of a repository. One that is still queued, or pauses, is enough for everybody; one under way is not, since it may have
 * passed what changed. A sweep reads more than the others, so a queued run becomes one when one is asked for.
 */
export async function queueRun(
  tx: Tx,
  input: { readonly workspaceId: number; readonly repositoryId: number; readonly trigger: RunTrigger },
): Promise<QueuedRun> {
  const { workspaceId, repositoryId, trigger } = input;
  // Two who ask at once wait for each other here, so that the second sees what the first queued.
  const locked = await sql<{ fullName: string; connectionId: number | null }>`
    select full_name, connection_id
    from pulse.repositories
    where id = ${repositoryId}
      and workspace_id = ${workspaceId}
    for no key update
  `.execute(tx);
  const repository = locked.rows[0];
  if (repository === undefined) throw new Error(`there is no repository ${repositoryId} to read`);
  const queued = await sql<{ id: number }>`
    update pulse.sync_runs
    set trigger = case when ${trigger} = 'sweep' then 'sweep' else trigger end
    where repository_id = ${repositoryId}
      and state in ('queued', 'waiting')
    returning id
  `.execute(tx);
  const [before] = queued.rows;
  if (before !== undefined) return { id: before.id, isNew: false };
  const made = await sql<{ id: number }>`
    insert into pulse.sync_runs (workspace_id, repository_id, connection_id, trigger, state, request_id)
    values (${workspaceId}, ${repositoryId}, ${repository.connectionId}, ${trigger}, 'queued', ${findRequestId()})
    returning id
  `.execute(tx);
  const [row] = made.rows;
  if (row === undefined) throw new Error("the run was not queued");
  await publishEvents(tx, [
    {
      workspaceId,
      repositoryId,
      kind: "sync_run",
      subject: { id: row.id, state: "queued", phase: null, repository: repository.fullName },
    },
  ]);
  return { id: row.id, isNew: true };
}
