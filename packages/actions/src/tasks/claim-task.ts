import type { Tx } from "@pulse/db";
import { sql } from "kysely";

/** A task that is this process's until its lease ends: whoever finishes it or gives it back says the token. */
export type ClaimedTask = {
  readonly id: number;
  readonly workspaceId: number;
  readonly kind: string;
  readonly payload: unknown;
  /** With this one. */
  readonly attempts: number;
  readonly leaseToken: string;
};

type Input = { readonly kinds: readonly string[]; readonly claimedBy: string; readonly leaseSeconds?: number };

const usualLeaseSeconds = 60;

/**
 * The task that is due, by priority and then by age; null when none is. One whose lease has ended is due again, since whoever held it has died,
 * until it was tried as often as it may be: then it is dead, and says so. By the clock of the database, so that machines agree.
 */
export async function claimTask(tx: Tx, input: Input): Promise<ClaimedTask | null> {
  const kinds = sql`${[...input.kinds]}::text[]`;
  await sql`
    update pulse.task_queue
    set
      status = 'failed', finished_at = now(), dead_at = now(), lease_token = null, lease_expires_at = null, updated_at = now(),
      last_error = 'given up: ' || attempts || ' times it was begun, and each time whoever did it ended without a word'
    where kind = any(${kinds})
      and status = 'processing'
      and lease_expires_at <= now()
      and attempts >= max_attempts
  `.execute(tx);
  const found = await sql<ClaimedTask>`
    update pulse.task_queue
    set
      status = 'processing',
      claimed_by = ${input.claimedBy},
      lease_token = gen_random_uuid(),
      lease_expires_at = now() + make_interval(secs => ${input.leaseSeconds ?? usualLeaseSeconds}),
      attempts = attempts + 1,
      updated_at = now()
    where id = (
      select id
      from pulse.task_queue
      where kind = any(${kinds})
        and (status = 'pending' and run_at <= now() or status = 'processing' and lease_expires_at <= now())
      order by priority desc, run_at, id
      limit 1
      for update skip locked
    )
    returning id, workspace_id, kind, payload, attempts, lease_token
  `.execute(tx);
  return found.rows[0] ?? null;
}
