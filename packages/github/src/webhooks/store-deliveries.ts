import type { Db, ServiceConnection } from "@pulse/db";
import { sql } from "kysely";

import { emptyEnvelope, type Envelope } from "./read-envelope.ts";

/** A verified delivery as it arrived. `connection` is null for the installation's own address. */
export type Delivery = {
  readonly connection: { readonly id: number; readonly workspaceId: number } | null;
  readonly deliveryId: string;
  readonly event: string;
  readonly body: Buffer;
};

/** `rejected`: kept to be looked at, never processed. */
export type JudgedDelivery = Delivery & { readonly envelope: Envelope | "rejected" };

export type Stored = "new" | "repeat";

const rejectedOutcome = "the body is not a JSON object";

/** How statements reach the database as the service: a ServiceConnection's, or a transaction of withService. */
type Run = ServiceConnection["run"];

/**
 * Stores deliveries durably in one statement: an answer in the same order, `repeat` for one that is stored already. Resolves after the commit.
 * A delivery given twice is new once.
 */
export async function storeDeliveries(run: Run, deliveries: readonly JudgedDelivery[]): Promise<readonly Stored[]> {
  const saved = await run((db) => insert(db, deliveries));
  const isNew = new Set(saved.map((row) => keyOf(row.connectionId, row.deliveryId)));
  return deliveries.map(({ connection, deliveryId }) =>
    isNew.delete(keyOf(connection?.id ?? null, deliveryId)) ? "new" : "repeat",
  );
}

function keyOf(connectionId: number | null, deliveryId: string): string {
  return `${connectionId} ${deliveryId}`;
}

type Inserted = { readonly connectionId: number | null; readonly deliveryId: string };

async function insert(db: Db, deliveries: readonly JudgedDelivery[]): Promise<readonly Inserted[]> {
  // A value each, not arrays: pg sends a Buffer as it is, but would write an array of them in hexadecimal.
  const rows = deliveries.map(({ connection, deliveryId, event, body, envelope }) => {
    const isRejected = envelope === "rejected";
    const { action, hookId, repositoryGithubId, repositoryName } = isRejected ? emptyEnvelope : envelope;
    return sql`(
      ${connection?.workspaceId ?? null}::bigint, ${connection?.id ?? null}::bigint, ${deliveryId}::text, ${event}::text, ${action}::text,
      ${hookId}::bigint, ${repositoryGithubId}::bigint, ${repositoryName}::text, ${body}::bytea,
      ${isRejected ? "rejected" : "received"}::text, ${isRejected ? rejectedOutcome : null}::text,
      case when ${isRejected} then now() end
    )`;
  });
  const saved = await sql<Inserted>`
    insert into pulse.webhook_deliveries (
      workspace_id, connection_id, delivery_id, event, action,
      hook_id, repository_github_id, repository_name, body,
      state, outcome, processed_at
    )
    values ${sql.join(rows)}
    on conflict do nothing
    returning connection_id, delivery_id
  `.execute(db);
  return saved.rows;
}

// PostgreSQL's codes for text that is no JSON (or holds half of a surrogate pair), no UTF-8, nested too deeply, and JSON with a NUL in a string.
const unreadable = new Set(["22P02", "22021", "54001", "22P05"]);

/**
 * Stores one large delivery, leaving it to PostgreSQL to read it: 25 MB of JSON can become several hundred as objects here.
 * Says too whether the body was a JSON object.
 */
export async function storeLargeDelivery(
  run: Run,
  delivery: Delivery,
): Promise<{ readonly stored: Stored; readonly isRejected: boolean }> {
  try {
    const saved = await run((db) => insertLarge(db, delivery));
    return { stored: saved === null ? "repeat" : "new", isRejected: saved?.state === "rejected" };
  } catch (error) {
    if (!unreadable.has(codeOf(error))) throw error;
    // Fields of such JSON cannot be asked for, while the whole of it is none the worse.
    const envelope = (await isJsonObject(run, delivery.body)) ? emptyEnvelope : "rejected";
    const [stored = "repeat"] = await storeDeliveries(run, [{ ...delivery, envelope }]);
    return { stored, isRejected: envelope === "rejected" };
  }
}

type SavedLarge = { readonly state: "received" | "rejected" };

/** Null when it was there already. */
async function insertLarge(db: Db, { connection, deliveryId, event, body }: Delivery): Promise<SavedLarge | null> {
  const saved = await sql<SavedLarge>`
    insert into pulse.webhook_deliveries (
      workspace_id, connection_id, delivery_id, event, action,
      hook_id, repository_github_id, repository_name, body, state, outcome, processed_at
    )
    select
      ${connection?.workspaceId ?? null}::bigint, ${connection?.id ?? null}::bigint, ${deliveryId}, ${event}, left(json_object_field_text(document, 'action'), 200),
      case when document ->> 'hook_id' ~ '^[1-9][0-9]{0,14}$' then (document ->> 'hook_id')::bigint end,
      case when document #>> '{repository,id}' ~ '^[1-9][0-9]{0,14}$' then (document #>> '{repository,id}')::bigint end,
      left(document #>> '{repository,full_name}', 200),
      body,
      case when is_object then 'received' else 'rejected' end,
      case when not is_object then ${rejectedOutcome}::text end,
      case when not is_object then now() end
    from (
      select given.body, convert_from(given.body, 'UTF8')::json as document
      from (values (${body}::bytea)) as given (body)
    ) as read
    cross join lateral (select json_typeof(document) = 'object' as is_object) as judged
    on conflict do nothing
    returning state
  `.execute(db);
  return saved.rows[0] ?? null;
}

async function isJsonObject(run: Run, body: Buffer): Promise<boolean> {
  try {
    const judged = await run((db) =>
      sql<{ isObject: boolean }>`
        select json_typeof(convert_from(${body}::bytea, 'UTF8')::json) = 'object' as is_object
      `.execute(db),
    );
    return judged.rows[0]?.isObject === true;
  } catch (error) {
    if (unreadable.has(codeOf(error))) return false;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
