import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { deleteRows } from "./delete-rows.ts";
import { pairComments, type StoredComment } from "./pair-comments.ts";
import type { SaveCounts, SaveScope } from "./save-scope.ts";

/** A comment in the conversation of an issue or of a pull request: exactly one of the two ids is set. */
export type IssueCommentRow = {
  readonly issueId: number | null;
  readonly pullRequestId: number | null;
  readonly githubId?: number | null;
  readonly nodeId?: string | null;
  readonly authorId: number | null;
  readonly authorAssociation: string | null;
  readonly body: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
};

type Item = { readonly issueId: number | null; readonly pullRequestId: number | null };

/** What saving did, and the ids of the items whose children are other than before. */
export type SavedChildren = {
  readonly counts: SaveCounts;
  readonly touchedIssueIds: readonly number[];
  readonly touchedPullRequestIds: readonly number[];
};

type Input = {
  readonly rows: readonly IssueCommentRow[];
  /** Items whose every comment is among the rows: other comments stored for them are removed. */
  readonly complete: { readonly issueIds: readonly number[]; readonly pullRequestIds: readonly number[] };
};

type PairedRow = IssueCommentRow & { readonly id: number | null; readonly ordinal: number };
type Changed = Item & { readonly isNew: boolean };

/** Saves comments, found by GitHub's id or by item, author, instant and position among equals. */
export async function saveIssueComments(tx: Tx, scope: SaveScope, input: Input): Promise<SavedChildren> {
  const { pairings, goneIds } = pairComments({
    stored: await listStored(tx, scope, input),
    given: input.rows.map((row) => ({
      githubId: row.githubId ?? null,
      item: itemOf(row),
      thread: "",
      authorId: row.authorId,
      createdAtMs: Date.parse(row.createdAt),
    })),
    completeItems: new Set([
      ...input.complete.issueIds.map((issueId) => itemOf({ issueId, pullRequestId: null })),
      ...input.complete.pullRequestIds.map((pullRequestId) => itemOf({ issueId: null, pullRequestId })),
    ]),
  });
  const paired = input.rows.map((row, index): PairedRow => {
    const pairing = pairings[index];
    return { ...row, id: pairing?.storedId ?? null, ordinal: pairing?.ordinal ?? 0 };
  });
  const removed = await deleteRows<Item>(tx, scope, { table: "issue_comments", ids: goneIds });
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
  return summarise({ given: paired.length, saved: [...updated, ...inserted], removed });
}

function itemOf(item: Item): string {
  return item.issueId === null ? `pull request ${item.pullRequestId}` : `issue ${item.issueId}`;
}

async function listStored(tx: Tx, scope: SaveScope, input: Input): Promise<readonly StoredComment[]> {
  const issueIds = new Set([...input.complete.issueIds, ...input.rows.map((row) => row.issueId)]);
  const pullRequestIds = new Set([...input.complete.pullRequestIds, ...input.rows.map((row) => row.pullRequestId)]);
  const found = await sql<Item & Omit<StoredComment, "item" | "thread" | "createdAtMs"> & { createdAt: Date }>`
    select id, issue_id, pull_request_id, github_id, author_id, created_at, ordinal
    from pulse.issue_comments
    where repository_id = ${scope.repositoryId}
      and issue_id = any(${[...issueIds]}::bigint[])
    union all
    select id, issue_id, pull_request_id, github_id, author_id, created_at, ordinal
    from pulse.issue_comments
    where repository_id = ${scope.repositoryId}
      and pull_request_id = any(${[...pullRequestIds]}::bigint[])
    order by ordinal, id
  `.execute(tx);
  return found.rows.map((row) => ({ ...row, item: itemOf(row), thread: "", createdAtMs: row.createdAt.getTime() }));
}

async function insert(tx: Tx, scope: SaveScope, rows: readonly PairedRow[]): Promise<readonly Changed[]> {
  if (rows.length === 0) return [];
  const saved = await sql<Changed>`
    insert into pulse.issue_comments as comment (
      workspace_id, repository_id, issue_id, pull_request_id, github_id, node_id, author_id, author_association, body,
      created_at, ordinal, updated_at, fetched_at
    )
    select
      ${scope.workspaceId}, ${scope.repositoryId}, "issueId", "pullRequestId", "githubId", "nodeId", "authorId",
      "authorAssociation", body, "createdAt", ordinal, "updatedAt", ${scope.fetchedAt}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as row (
      "issueId" bigint, "pullRequestId" bigint, "githubId" bigint, "nodeId" text, "authorId" bigint,
      "authorAssociation" text, body text, "createdAt" timestamptz, ordinal smallint, "updatedAt" timestamptz
    )
    on conflict (repository_id, issue_id, pull_request_id, author_id, created_at, ordinal) do update set
      body = excluded.body,
      updated_at = excluded.updated_at,
      fetched_at = excluded.fetched_at
    where (excluded.updated_at, excluded.fetched_at) >= (comment.updated_at, comment.fetched_at)
    returning issue_id, pull_request_id, xmax = 0 as is_new
  `.execute(tx);
  return saved.rows;
}

async function update(tx: Tx, scope: SaveScope, rows: readonly PairedRow[]): Promise<readonly Changed[]> {
  if (rows.length === 0) return [];
  const saved = await sql<Changed>`
    update pulse.issue_comments as comment
    set github_id = coalesce(row."githubId", comment.github_id),
      node_id = coalesce(row."nodeId", comment.node_id),
      author_id = row."authorId",
      author_association = row."authorAssociation",
      body = row.body,
      ordinal = row.ordinal,
      updated_at = row."updatedAt",
      fetched_at = ${scope.fetchedAt}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as row (
      id bigint, "githubId" bigint, "nodeId" text, "authorId" bigint, "authorAssociation" text, body text,
      ordinal smallint, "updatedAt" timestamptz
    )
    where comment.repository_id = ${scope.repositoryId}
      and comment.id = row.id
      and (row."updatedAt", ${scope.fetchedAt}::timestamptz) >= (comment.updated_at, comment.fetched_at)
      and (
        coalesce(row."githubId", comment.github_id), coalesce(row."nodeId", comment.node_id), row."authorId",
        row."authorAssociation", row.body, row.ordinal, row."updatedAt"
      ) is distinct from (
        comment.github_id, comment.node_id, comment.author_id, comment.author_association, comment.body,
        comment.ordinal, comment.updated_at
      )
    returning comment.issue_id, comment.pull_request_id, false as is_new
  `.execute(tx);
  return saved.rows;
}

function summarise(input: {
  readonly given: number;
  readonly saved: readonly Changed[];
  readonly removed: readonly Item[];
}): SavedChildren {
  const touched: readonly Item[] = [...input.saved, ...input.removed];
  const added = input.saved.filter((row) => row.isNew).length;
  const changed = input.saved.length - added;
  return {
    counts: { added, changed, unchanged: input.given - added - changed, removed: input.removed.length },
    touchedIssueIds: touched.flatMap((row) => row.issueId ?? []),
    touchedPullRequestIds: touched.flatMap((row) => row.pullRequestId ?? []),
  };
}
