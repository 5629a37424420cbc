import type { Tx } from "@pulse/db";
import { sql } from "kysely";

type Settling = {
  readonly id: number;
  readonly state: "processed" | "ignored" | "failed";
  readonly outcome: string;
};

const longestOutcome = 500;

/** Notes what became of a delivery, in the transaction that did it. */
export async function settleDelivery(tx: Tx, { id, state, outcome }: Settling): Promise<void> {
  await sql`
    update pulse.webhook_deliveries
    set state = ${state},
      outcome = ${clean(outcome)},
      attempts = attempts + 1,
      retry_at = null,
      processed_at = clock_timestamp()
    where id = ${id}
      and state = 'received'
  `.execute(tx);
}

/** Puts a delivery off; `isAttempt` is false for one that merely waits for another. */
export async function putOffDelivery(
  tx: Tx,
  input: { readonly id: number; readonly outcome: string; readonly retryAt: Date; readonly isAttempt: boolean },
): Promise<void> {
  await sql`
    update pulse.webhook_deliveries
    set outcome = ${clean(input.outcome)},
      attempts = attempts + ${input.isAttempt ? 1 : 0},
      retry_at = ${input.retryAt}::timestamptz
    where id = ${input.id}
      and state = 'received'
  `.execute(tx);
}

function clean(outcome: string): string {
  return outcome.replaceAll("\0", "").slice(0, longestOutcome).toWellFormed();
}
