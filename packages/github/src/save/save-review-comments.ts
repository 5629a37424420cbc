import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { deleteRows } from "./delete-rows.ts";
import { pairComments, type StoredComment } from "./pair-comments.ts";
import type { SaveCounts, SaveScope } from "./save-scope.ts";

/** An inline comment. */
export type ReviewCommentRow = {
  readonly pullRequestId: number;
  readonly reviewId: number | null;
  readonly githubId?: number | null;
  readonly nodeId?: string | null;
  readonly authorId: number | null;
  readonly authorAssociation: string | null;
  readonly path?: string | null;
  readonly originalPosition: number | null;
  readonly body: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
};

type Input = {
  readonly rows: readonly ReviewCommentRow[];
  /** Pull requests whose every inline comment is among the rows: others stored for them are removed. */
  readonly completePullRequestIds: readonly number[];
};

type SavedReviewComments = { readonly counts: SaveCounts; readonly touchedPullRequestIds: readonly number[] };
type PairedRow = ReviewCommentRow & { readonly id: number | null; readonly ordinal: number };
type Changed = { readonly pullRequestId: number; readonly isNew: boolean };

/** Saves inline comments, found by GitHub's id or by review, author, instant and position among equals. */
export async function saveReviewComments(tx: Tx, scope: SaveScope, input: Input): Promise<SavedReviewComments> {
  const { pairings, goneIds } = pairComments({
    stored: await listStored(tx, scope, input),
    given: input.rows.map((row) => ({
      githubId: row.githubId ?? null,
      item: String(row.pullRequestId),
      thread: String(row.reviewId),
      authorId: row.authorId,
      createdAtMs: Date.parse(row.createdAt),
    })),
    completeItems: new Set(input.completePullRequestIds.map(String)),
  });
  const paired = input.rows.map((row, index): PairedRow => {
    const pairing = pairings[index];
    return { ...row, id: pairing?.storedId ?? null, ordinal: pairing?.ordinal ?? 0 };
  });
  const removed = await deleteRows<{ pullRequestId: number }>(tx, scope, { table: "review_comments", ids: goneIds });
  const updated = await update(
    tx,
    scope,
    paired.filter((row) => row.id !== null),
  );
  const inserted = await insert(
    tx,
    scope,
    paired.filter((row) => row.id === null),
  );
  const saved = [...updated, ...inserted];
  const added = saved.filter((row) => row.isNew).length;
  const changed = saved.length - added;
  return {
    counts: { added, changed, unchanged: paired.length - added - changed, removed: removed.length },
    touchedPullRequestIds: [...saved, ...removed].map((row) => row.pullRequestId),
  };
}

async function listStored(tx: Tx, scope: SaveScope, input: Input): Promise<readonly StoredComment[]> {
  const pullRequestIds = new Set([...input.completePullRequestIds, ...input.rows.map((row) => row.pullRequestId)]);
  type Row = Omit<StoredComment, "item" | "thread" | "createdAtMs"> & {
    readonly pullRequestId: number;
    readonly reviewId: number | null;
    readonly createdAt: Date;
  };
  const found = await sql<Row>`
    select id, pull_request_id, review_id, github_id, author_id, created_at, ordinal
    from pulse.review_comments
    where repository_id = ${scope.repositoryId}
      and pull_request_id = any(${[...pullRequestIds]}::bigint[])
    order by ordinal, id
  `.execute(tx);
  return found.rows.map((row) => ({
    ...row,
    item: String(row.pullRequestId),
    thread: String(row.reviewId),
    createdAtMs: row.createdAt.getTime(),
  }));
}

async function insert(tx: Tx, scope: SaveScope, rows: readonly PairedRow[]): Promise<readonly Changed[]> {
  if (rows.length === 0) return [];
  const saved = await sql<Changed>`
    insert into pulse.review_comments as comment (
      workspace_id, repository_id, pull_request_id, review_id, github_id, node_id, author_id, author_association, path,
      original_position, body, created_at, ordinal, updated_at, fetched_at
    )
    select
      ${scope.workspaceId}, ${scope.repositoryId}, "pullRequestId", "reviewId", "githubId", "nodeId", "authorId",
      "authorAssociation", path, "originalPosition", body, "createdAt", ordinal, "updatedAt",
      ${scope.fetchedAt}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as row (
      "pullRequestId" bigint, "reviewId" bigint, "githubId" bigint, "nodeId" text, "authorId" bigint,
      "authorAssociation" text, path text, "originalPosition" integer, body text, "createdAt" timestamptz,
      ordinal smallint, "updatedAt" timestamptz
    )
    on conflict (repository_id, pull_request_id, review_id, author_id, created_at, ordinal) do update set
      body = excluded.body,
      updated_at = excluded.updated_at,
      fetched_at = excluded.fetched_at
    where (excluded.updated_at, excluded.fetched_at) >= (comment.updated_at, comment.fetched_at)
    returning pull_request_id, xmax = 0 as is_new
  `.execute(tx);
  return saved.rows;
}

async function update(tx: Tx, scope: SaveScope, rows: readonly PairedRow[]): Promise<readonly Changed[]> {
  if (rows.length === 0) return [];
  const saved = await sql<Changed>`
    update pulse.review_comments as comment
    set github_id = coalesce(row."githubId", comment.github_id),
      node_id = coalesce(row."nodeId", comment.node_id),
      author_id = row."authorId",
      author_association = coalesce(row."authorAssociation", comment.author_association),
      path = coalesce(row.path, comment.path),
      original_position = row."originalPosition",
      body = row.body,
      ordinal = row.ordinal,
      updated_at = row."updatedAt",
      fetched_at = ${scope.fetchedAt}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as row (
      id bigint, "githubId" bigint, "nodeId" text, "authorId" bigint, "authorAssociation" text, path text,
      "originalPosition" integer, body text, ordinal smallint, "updatedAt" timestamptz
    )
    where comment.repository_id = ${scope.repositoryId}
      and comment.id = row.id
      and (row."updatedAt", ${scope.fetchedAt}::timestamptz) >= (comment.updated_at, comment.fetched_at)
      and (
        coalesce(row."githubId", comment.github_id), coalesce(row."nodeId", comment.node_id), row."authorId",
        coalesce(row."authorAssociation", comment.author_association), coalesce(row.path, comment.path),
        row."originalPosition", row.body, row.ordinal, row."updatedAt"
      ) is distinct from (
        comment.github_id, comment.node_id, comment.author_id, comment.author_association, comment.path,
        comment.original_position, comment.body, comment.ordinal, comment.updated_at
      )
    returning comment.pull_request_id, false as is_new
  `.execute(tx);
  return saved.rows;
}
