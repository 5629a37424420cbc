import type { Tx } from "@pulse/db";
import type { DeployRun, RunState } from "@pulse/deploy";
import { sql } from "kysely";

export const deployTaskKind = "DEPLOY_PULSE_HUB";

/** What a rollback was asked for as, beside its target: enough to make its plan again in another process. */
export type RollbackAsk = { readonly service: string | null; readonly full: boolean };

const statusOf: Readonly<Record<RunState, string>> = {
  running: "processing",
  succeeded: "completed",
  failed: "failed",
  // Neither: the queue has no word for what was overtaken.
  superseded: "cancelled",
  cancelled: "cancelled",
};

/**
 * The task of a run, written with it in one transaction: its lease is the run's, so that whoever may finish the one may finish the other, and a
 * worker that finds the lease ended goes on with the run.
 */
export async function keepTask(
  tx: Tx,
  run: DeployRun,
  input: {
    readonly workspaceId: number;
    readonly isForWorker?: boolean;
    /** Kept from the beginning of the run on. */
    readonly payload?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const isPending = input.isForWorker === true;
  const status = run.finishedAt === null ? (isPending ? "pending" : "processing") : statusOf[run.state];
  const isHeld = status === "processing";
  const payload = {
    ...input.payload,
    run_id: run.id,
    kind: run.kind,
    app_id: run.appId,
    app_name: run.appName,
    deployment_id: run.deploymentId,
    outcome: run.state,
  };
  await sql`
    insert into pulse.task_queue as task (
      workspace_id, kind, payload, status, attempts, idempotency_key, claimed_by, lease_token, lease_expires_at, last_error,
      correlation_id, finished_at
    )
    values (
      ${input.workspaceId}, ${deployTaskKind}, ${JSON.stringify(payload)}::jsonb, ${status}, ${isPending ? 0 : 1}, ${`run:${run.id}`},
      ${isPending ? null : run.holder}, ${isHeld ? run.leaseToken : null}, ${isHeld ? run.leaseUntil : null},
      ${run.problem?.cause ?? null}, ${run.deploymentId}, ${run.finishedAt}
    )
    on conflict (workspace_id, kind, idempotency_key) do update set
      payload = task.payload || excluded.payload,
      status = excluded.status,
      claimed_by = excluded.claimed_by,
      lease_token = excluded.lease_token,
      lease_expires_at = excluded.lease_expires_at,
      last_error = excluded.last_error,
      correlation_id = excluded.correlation_id,
      finished_at = excluded.finished_at,
      dead_at = null,
      updated_at = now()
  `.execute(tx);
}
