import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { pairReviewRequests, type RequestSpan } from "./pair-review-requests.ts";
import { noCounts, type SaveCounts, type SaveScope } from "./save-scope.ts";

type Reviewer = {
  readonly pullRequestId: number;
  /** Who was asked: a person, a team as `organisation/team`, or neither when the account is gone. */
  readonly accountId: number | null;
  readonly teamSlug: string | null;
};

/** A request as the timeline or a webhook tells it; the webhook tells no node id. */
export type ReviewRequestRow = Reviewer & {
  readonly nodeId: string | null;
  readonly requestedById: number | null;
  readonly requestedAt: string;
};

export type ReviewRequestRemovalRow = Reviewer & { readonly removedAt: string };

type Input = {
  readonly requests: readonly ReviewRequestRow[];
  readonly removals: readonly ReviewRequestRemovalRow[];
};

type StoredSpan = RequestSpan & Reviewer;

/**
 * Saves requests for review and their removals, in any order: a removal ends the request before it. A removal whose request is not known yet
 * is a row requested and removed at one instant.
 */
export async function saveReviewRequests(tx: Tx, scope: SaveScope, input: Input): Promise<SaveCounts> {
  const told = [...input.requests, ...input.removals];
  if (told.length === 0) return noCounts;
  const stored = Map.groupBy(await listStored(tx, scope, told), reviewerKey);
  const requests = Map.groupBy(input.requests, reviewerKey);
  const removals = Map.groupBy(input.removals, reviewerKey);
  const reviewers = new Map(told.map((row) => [reviewerKey(row), row]));
  const spans = [...reviewers].flatMap(([key, { pullRequestId, accountId, teamSlug }]): readonly StoredSpan[] => {
    const paired = pairReviewRequests(stored.get(key) ?? [], {
      requests: (requests.get(key) ?? []).map((row) => ({
        nodeId: row.nodeId,
        requestedById: row.requestedById,
        requestedAtMs: Date.parse(row.requestedAt),
      })),
      removedAtMs: (removals.get(key) ?? []).map((row) => Date.parse(row.removedAt)),
    });
    return paired.map((span) => ({ ...span, pullRequestId, accountId, teamSlug }));
  });
  // Of these reviewers only: whoever else was asked is not told of here.
  const storedById = new Map(
    [...reviewers.keys()].flatMap((key) => stored.get(key) ?? []).map((span) => [span.id, span]),
  );
  const kept = new Set(spans.map((span) => span.id));
  const gone = [...storedById.keys()].filter((id) => !kept.has(id));
  const changed = spans.filter((span) => span.id !== null && !isSame(span, storedById.get(span.id)));
  const added = spans.filter((span) => span.id === null);
  // A changed row may take the instant of another one that changes too: all of them make room first.
  await remove(tx, scope, [...gone, ...changed.map((span) => span.id)]);
  await insert(tx, scope, [...changed, ...added]);
  const unchanged = Math.max(0, told.length - added.length - changed.length);
  return { added: added.length, changed: changed.length, unchanged, removed: 0 };
}

function reviewerKey(row: Reviewer): string {
  return `${row.pullRequestId} ${row.accountId} ${row.teamSlug}`;
}

function isSame(left: StoredSpan, right: StoredSpan | undefined): boolean {
  return (
    right !== undefined &&
    left.nodeId === right.nodeId &&
    left.requestedById === right.requestedById &&
    left.requestedAtMs === right.requestedAtMs &&
    left.removedAtMs === right.removedAtMs
  );
}

async function listStored(tx: Tx, scope: SaveScope, told: readonly Reviewer[]): Promise<readonly StoredSpan[]> {
  const found = await sql<StoredSpan>`
    select
      id, pull_request_id, account_id, team_slug, node_id, requested_by_id,
      (extract(epoch from requested_at) * 1000)::bigint as requested_at_ms,
      (extract(epoch from removed_at) * 1000)::bigint as removed_at_ms
    from pulse.review_requests
    where repository_id = ${scope.repositoryId}
      and pull_request_id = any(${told.map((row) => row.pullRequestId)}::bigint[])
    order by requested_at, id
  `.execute(tx);
  return found.rows;
}

async function remove(tx: Tx, scope: SaveScope, ids: readonly (number | null)[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    delete from pulse.review_requests
    where repository_id = ${scope.repositoryId}
      and id = any(${ids}::bigint[])
  `.execute(tx);
}

async function insert(tx: Tx, scope: SaveScope, spans: readonly StoredSpan[]): Promise<void> {
  if (spans.length === 0) return;
  await sql`
    insert into pulse.review_requests (
      workspace_id, repository_id, pull_request_id, node_id, account_id, team_slug, requested_by_id, requested_at,
      removed_at, fetched_at
    )
    select
      ${scope.workspaceId}, ${scope.repositoryId}, "pullRequestId", "nodeId", "accountId", "teamSlug", "requestedById",
      to_timestamp("requestedAtMs" / 1000.0), to_timestamp("removedAtMs" / 1000.0), ${scope.fetchedAt}::timestamptz
    from json_to_recordset(${JSON.stringify(spans)}::json) as row (
      "pullRequestId" bigint, "nodeId" text, "accountId" bigint, "teamSlug" text, "requestedById" bigint,
      "requestedAtMs" bigint, "removedAtMs" bigint
    )
    order by "requestedAtMs"
  `.execute(tx);
}
