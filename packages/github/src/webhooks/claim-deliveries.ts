import type { Tx } from "@pulse/db";
import { sql } from "kysely";

/** A delivery that a worker holds, locked until its transaction ends. */
export type ClaimedDelivery = {
  readonly id: number;
  readonly workspaceId: number | null;
  readonly connectionId: number | null;
  readonly event: string;
  readonly action: string | null;
  readonly repositoryGithubId: number | null;
  readonly attempts: number;
  readonly receivedAt: Date;
  /** The same instant in full: sync's readings are compared with it. */
  readonly fetchedAt: string;
  readonly body: Buffer;
};

type Due = { readonly id: number; readonly sizeBytes: number };

// Together in one transaction: enough to share its cost, few enough for a person to see the first of them at once.
const mostBytes = 8 * 2 ** 20;

/** The oldest deliveries that are due and that no other worker holds. */
export async function claimDeliveries(
  tx: Tx,
  input: { readonly limit: number; readonly now: Date },
): Promise<readonly ClaimedDelivery[]> {
  const due = await sql<Due>`
    select id, length(body) as size_bytes
    from pulse.webhook_deliveries
    where state = 'received'
      and (retry_at is null or retry_at <= ${input.now}::timestamptz)
    order by id
    limit ${input.limit}
    for update skip locked
  `.execute(tx);
  const ids = fitting(due.rows);
  if (ids.length === 0) return [];
  const claimed = await sql<ClaimedDelivery>`
    select
      id, workspace_id, connection_id, event, action, repository_github_id, attempts, received_at,
      to_char(received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as fetched_at, body
    from pulse.webhook_deliveries
    where id = any(${ids}::bigint[])
    order by id
  `.execute(tx);
  return claimed.rows;
}

function fitting(due: readonly Due[]): readonly number[] {
  let bytes = 0;
  const ids: number[] = [];
  for (const { id, sizeBytes } of due) {
    bytes += sizeBytes;
    if (ids.length > 0 && bytes > mostBytes) break;
    ids.push(id);
  }
  return ids;
}
