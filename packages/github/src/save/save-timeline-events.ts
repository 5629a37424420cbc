import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { countSaved, noCounts, type SaveCounts, type SaveScope } from "./save-scope.ts";

/** The kinds that are kept, as pulse.timeline_events has them. */
type TimelineKind =
  | "closed"
  | "reopened"
  | "merged"
  | "ready_for_review"
  | "converted_to_draft"
  | "review_requested"
  | "review_request_removed"
  | "review_dismissed"
  | "labeled"
  | "unlabeled"
  | "assigned"
  | "unassigned"
  | "milestoned"
  | "demilestoned"
  | "renamed"
  | "transferred"
  | "force_pushed"
  | "locked"
  | "unlocked"
  | "referenced";

/** One thing that happened to an issue or a pull request: exactly one of the two ids is set. */
export type TimelineEventRow = {
  readonly issueId: number | null;
  readonly pullRequestId: number | null;
  /** GraphQL tells the node id, REST both, a webhook neither. */
  readonly nodeId: string | null;
  readonly githubId: number | null;
  readonly kind: TimelineKind;
  readonly actorId: number | null;
  /** Label, milestone or new title; login or `organisation/team` whom it concerned. */
  readonly subject: string | null;
  readonly createdAt: string;
};

type Saved = { readonly isNew: boolean | null };
type PlacedRow = TimelineEventRow & { readonly id: number | null };

/**
 * Saves what happened, found by GitHub's ids. A webhook tells no id, and the item's `updated_at` rather than the event's instant: such a row
 * is the event of the same item, kind, actor and subject within a few seconds, whichever comes first, and the one with an id has the instant right.
 */
export async function saveTimelineEvents(
  tx: Tx,
  scope: SaveScope,
  rows: readonly TimelineEventRow[],
): Promise<SaveCounts> {
  const identified = distinctBy(
    rows.filter((row) => row.nodeId !== null || row.githubId !== null),
    (row) => `${row.nodeId ?? row.githubId}`,
  );
  const unidentified = distinctBy(
    rows.filter((row) => row.nodeId === null && row.githubId === null),
    placeOf,
  );
  const placed: readonly PlacedRow[] = await placeIdentified(tx, scope, identified);
  const updated = await update(
    tx,
    scope,
    placed.filter((row) => row.id !== null),
  );
  const inserted = await insert(
    tx,
    scope,
    placed.filter((row) => row.id === null),
  );
  const added = await insertUnidentified(tx, scope, unidentified);
  const saved = countSaved([...updated, ...inserted, ...added]);
  return { ...noCounts, ...saved, unchanged: saved.unchanged + rows.length - identified.length - unidentified.length };
}

function distinctBy<T>(rows: readonly T[], keyOf: (row: T) => string): readonly T[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

function placeOf(row: TimelineEventRow): string {
  return JSON.stringify([
    row.issueId,
    row.pullRequestId,
    row.kind,
    row.actorId,
    row.subject,
    Date.parse(row.createdAt),
  ]);
}

const columns = sql`
  index integer, id bigint, "issueId" bigint, "pullRequestId" bigint, "nodeId" text, "githubId" bigint, kind text,
  "actorId" bigint, subject text, "createdAt" timestamptz
`;

// Both clocks are GitHub's; an item's updated_at follows the event by a second or two.
const isSamePlace = sql`
  stored.issue_id is not distinct from input."issueId"
  and stored.pull_request_id is not distinct from input."pullRequestId"
  and stored.kind = input.kind
  and stored.actor_id is not distinct from input."actorId"
  and stored.subject is not distinct from input.subject
`;
const isNear = sql`stored.created_at between input."createdAt" - interval '5 seconds' and input."createdAt" + interval '5 seconds'`;

/** Gives each row the stored event that it is: by id, else the nearest one that nobody has identified, each to one row only. */
async function placeIdentified(
  tx: Tx,
  scope: SaveScope,
  rows: readonly TimelineEventRow[],
): Promise<readonly PlacedRow[]> {
  if (rows.length === 0) return [];
  const found = await sql<{ index: number; id: number; isKnown: boolean }>`
    with input as materialized (
      select *
      from json_to_recordset(${JSON.stringify(rows.map((row, index) => ({ ...row, index })))}::json) as row (${columns})
    )
    select input.index, stored.id, true as is_known, interval '0' as distance
    from input
    join pulse.timeline_events as stored
      on stored.repository_id = ${scope.repositoryId} and stored.node_id = input."nodeId"
    union
    select input.index, stored.id, true, interval '0'
    from input
    join pulse.timeline_events as stored
      on stored.repository_id = ${scope.repositoryId} and stored.github_id = input."githubId"
    union all
    select input.index, stored.id, false, greatest(stored.created_at - input."createdAt", input."createdAt" - stored.created_at)
    from input
    join pulse.timeline_events as stored
      on stored.repository_id = ${scope.repositoryId}
      and ${isSamePlace}
      and ${isNear}
    where stored.node_id is null
      and stored.github_id is null
    order by is_known desc, distance, index, id
  `.execute(tx);
  const idByIndex = new Map<number, number>();
  const taken = new Set<number>();
  for (const { index, id } of found.rows) {
    if (idByIndex.has(index) || taken.has(id)) continue;
    idByIndex.set(index, id);
    taken.add(id);
  }
  return rows.map((row, index) => ({ ...row, id: idByIndex.get(index) ?? null }));
}

async function update(tx: Tx, scope: SaveScope, rows: readonly PlacedRow[]): Promise<readonly Saved[]> {
  if (rows.length === 0) return [];
  const changed = await sql<{ isNew: boolean | null }>`
    with input as materialized (
      select *
      from json_to_recordset(${JSON.stringify(rows.map((row, index) => ({ ...row, index })))}::json) as row (${columns})
    ), changed as (
      update pulse.timeline_events as stored
      set node_id = coalesce(input."nodeId", stored.node_id),
        github_id = coalesce(input."githubId", stored.github_id),
        actor_id = input."actorId",
        -- REST does not tell whose review was dismissed, nor where from something was transferred.
        subject = coalesce(input.subject, stored.subject),
        created_at = input."createdAt",
        fetched_at = greatest(stored.fetched_at, ${scope.fetchedAt}::timestamptz)
      from input
      where stored.repository_id = ${scope.repositoryId}
        and stored.id = input.id
        and (stored.fetched_at <= ${scope.fetchedAt}::timestamptz or stored.node_id is null and stored.github_id is null)
        and (
          coalesce(input."nodeId", stored.node_id), coalesce(input."githubId", stored.github_id), input."actorId",
          coalesce(input.subject, stored.subject), input."createdAt"
        ) is distinct from (
          stored.node_id, stored.github_id, stored.actor_id, stored.subject, stored.created_at
        )
      returning stored.id
    )
    select case when changed.id is null then null else false end as is_new
    from input
    left join changed using (id)
  `.execute(tx);
  return changed.rows;
}

async function insert(tx: Tx, scope: SaveScope, rows: readonly TimelineEventRow[]): Promise<readonly Saved[]> {
  if (rows.length === 0) return [];
  const inserted = await sql<{ isNew: boolean | null }>`
    insert into pulse.timeline_events (
      workspace_id, repository_id, issue_id, pull_request_id, github_id, node_id, kind, actor_id, subject, created_at,
      fetched_at
    )
    select
      ${scope.workspaceId}, ${scope.repositoryId}, "issueId", "pullRequestId", "githubId", "nodeId", kind, "actorId",
      subject, "createdAt", ${scope.fetchedAt}::timestamptz
    from json_to_recordset(${JSON.stringify(rows.map((row, index) => ({ ...row, index })))}::json) as row (${columns})
    order by "createdAt", index
    returning true as is_new
  `.execute(tx);
  return inserted.rows;
}

/** An event without an id is new unless one with an id is near, or the same one came before. */
async function insertUnidentified(
  tx: Tx,
  scope: SaveScope,
  rows: readonly TimelineEventRow[],
): Promise<readonly Saved[]> {
  if (rows.length === 0) return [];
  const found = await sql<{ index: number }>`
    select input.index
    from json_to_recordset(${JSON.stringify(rows.map((row, index) => ({ ...row, index })))}::json) as input (${columns})
    where exists (
      select
      from pulse.timeline_events as stored
      where stored.repository_id = ${scope.repositoryId}
        and ${isSamePlace}
        and ${isNear}
        and (stored.created_at = input."createdAt" or num_nonnulls(stored.node_id, stored.github_id) > 0)
    )
  `.execute(tx);
  const known = new Set(found.rows.map((row) => row.index));
  const added = await insert(
    tx,
    scope,
    rows.filter((_, index) => !known.has(index)),
  );
  return [...added, ...found.rows.map(() => ({ isNew: null }))];
}
