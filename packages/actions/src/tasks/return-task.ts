import type { Tx } from "@pulse/db";
import { sql } from "kysely";

type Held = { readonly id: number; readonly leaseToken: string };

/** Of the first wait; each is twice the one before. */
const baseSeconds = 5;

/**
 * Puts a task back that could not be done: after `error` it waits, longer each time and never exactly as long as others, until it was tried as
 * often as it may be and is dead. Without one, as by a worker that stops, this time does not count and the next may take it at once.
 * False when it is somebody else's by now: then nothing changes.
 */
export async function returnTask(tx: Tx, task: Held, error: string | null): Promise<boolean> {
  const isOver = sql`${error !== null} and attempts >= max_attempts`;
  const returned = await sql`
    update pulse.task_queue
    set
      status = case when ${isOver} then 'failed' else 'pending' end,
      finished_at = case when ${isOver} then now() end,
      dead_at = case when ${isOver} then now() end,
      attempts = case when ${error === null} then greatest(attempts - 1, 0) else attempts end,
      run_at = case
        when ${error === null} then now()
        else now() + make_interval(secs => ${baseSeconds} * 2 ^ (attempts - 1) * (0.5 + random()))
      end,
      claimed_by = null,
      lease_token = null,
      lease_expires_at = null,
      last_error = coalesce(${error}::text, last_error),
      updated_at = now()
    where id = ${task.id}
      and status = 'processing'
      and lease_token = ${task.leaseToken}
    returning 1
  `.execute(tx);
  return returned.rows.length > 0;
}
