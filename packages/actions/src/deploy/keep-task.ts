import { withService, type Db } from "@pulse/db";
import type { DeployRun, RunState } from "@pulse/deploy";
import { sql } from "kysely";

const statusOf: Readonly<Record<RunState, string>> = {
  running: "processing",
  succeeded: "completed",
  failed: "failed",
  // Neither: the queue has no word for what was overtaken.
  superseded: "cancelled",
  cancelled: "cancelled",
};

/** The task of a run: one row of kind DEPLOY_PULSE_HUB, however often it is written. */
export async function keepTask(
  { db, workspaceId }: { readonly db: Db; readonly workspaceId: number },
  run: DeployRun,
): Promise<void> {
  const status = run.finishedAt === null ? "processing" : statusOf[run.state];
  const isOpen = status === "processing";
  const payload = {
    run_id: run.id,
    kind: run.kind,
    app_id: run.appId,
    app_name: run.appName,
    deployment_id: run.deploymentId,
    outcome: run.state,
  };
  await withService(db, async (tx) => {
    await sql`
      insert into pulse.task_queue as task (
        workspace_id, kind, payload, status, attempts, idempotency_key, claimed_by, lease_token, lease_expires_at, last_error,
        correlation_id, finished_at
      )
      values (
        ${workspaceId}, 'DEPLOY_PULSE_HUB', ${JSON.stringify(payload)}::jsonb, ${status}, 1, ${`run:${run.id}`}, ${run.holder},
        ${isOpen ? run.leaseToken : null}, ${isOpen ? run.leaseUntil : null}, ${run.problem?.cause ?? null}, ${run.deploymentId},
        ${run.finishedAt}
      )
      on conflict (workspace_id, kind, idempotency_key) do update set
        payload = excluded.payload,
        status = excluded.status,
        claimed_by = excluded.claimed_by,
        lease_token = excluded.lease_token,
        lease_expires_at = excluded.lease_expires_at,
        last_error = excluded.last_error,
        correlation_id = excluded.correlation_id,
        finished_at = excluded.finished_at,
        updated_at = now()
    `.execute(tx);
  });
}
