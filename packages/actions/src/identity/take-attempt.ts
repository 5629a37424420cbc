import type { ServiceConnection } from "@pulse/db";
import { sql } from "kysely";

/** What a place can try too often: to come in, and keys that are none. */
export type AttemptKind = "way_in" | "wrong_key";

type Attempt = { readonly kind: AttemptKind; readonly network: string; readonly perMinute: number };

/**
 * Counts one attempt for all processes together; null when it is within a minute's amount, else the whole seconds to wait. As the limits of
 * one process: a minute's amount at once, refilled evenly, what is refused is not counted. By the clock of the database.
 */
export async function takeAttempt(
  service: ServiceConnection,
  { kind, network, perMinute }: Attempt,
): Promise<number | null> {
  const cost = sql`make_interval(secs => ${60 / perMinute})`;
  const answered = await service.run((db) =>
    sql<{ seconds: number }>`
      with taken as (
        insert into identity.attempts as attempt (kind, network, paid_at)
        values (${kind}, ${network}, now() + ${cost})
        on conflict (kind, network) do update
        set paid_at = greatest(attempt.paid_at, now()) + ${cost}
        where greatest(attempt.paid_at, now()) + ${cost} <= now() + interval '1 minute'
        returning attempt.paid_at
      )
      select ceil(extract(epoch from attempt.paid_at + ${cost} - now() - interval '1 minute'))::integer as seconds
      from identity.attempts as attempt
      where attempt.kind = ${kind}
        and attempt.network = ${network}
        and not exists (select from taken)
    `.execute(db),
  );
  const [refused] = answered.rows;
  return refused === undefined ? null : Math.max(1, refused.seconds);
}
