import { withWorkspace, type Tx } from "@pulse/db";
import { sql } from "kysely";

import type { ActionContext } from "../../action.ts";
import type { FileRow, ReviewRow, WholePull } from "./get-pr.ts";
import { assigneeLogins } from "./assignee-logins.ts";
import { nextPlace } from "./next-place.ts";
import type { MirrorPlace } from "./read-through.ts";
import { excerptOf } from "./shapes.ts";

type Pull = WholePull["pull"];

type StoredPull = Pick<
  Pull,
  | "number"
  | "title"
  | "state"
  | "author"
  | "assignees"
  | "labels"
  | "base"
  | "head"
  | "additions"
  | "deletions"
  | "body"
> & {
  readonly id: number;
  readonly isDraft: boolean;
  readonly headSha: string | null;
  readonly changedFiles: number | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly mergedAt: Date | null;
  readonly closedAt: Date | null;
};

type StoredReview = Pick<ReviewRow, "author" | "state"> & { readonly submittedAt: Date; readonly body: string | null };

type Asked = {
  readonly repositoryId: number;
  readonly number: number;
  /** How many of them at most. */
  readonly reviews: number;
  readonly after: MirrorPlace | null;
  readonly limit: number;
};

/** A pull request as our copy has it, with reviews and a page of its files; null where the copy has none of this number. */
export async function readStoredPull(ctx: ActionContext, asked: Asked) {
  return await withWorkspace(ctx.db, ctx.actor, async (tx) => {
    const row = await findPull(tx, asked);
    if (row === null) return null;
    const reviews = await readReviews(tx, { ...asked, pullId: row.id });
    const files = await readFiles(tx, { ...asked, pullId: row.id });
    const { id: _, isDraft, headSha, changedFiles, createdAt, updatedAt, mergedAt, closedAt, ...rest } = row;
    return {
      rows: files.slice(0, asked.limit),
      next: nextPlace(files, asked.limit, ({ path }) => [path]),
      beside: {
        pull: {
          ...rest,
          is_draft: isDraft,
          head_sha: headSha,
          changed_files: changedFiles,
          created_at: createdAt.toISOString(),
          updated_at: updatedAt.toISOString(),
          merged_at: mergedAt?.toISOString() ?? null,
          closed_at: closedAt?.toISOString() ?? null,
        },
        reviews: reviews.map(({ submittedAt, body, ...review }) => ({
          ...review,
          submitted_at: submittedAt.toISOString(),
          body_excerpt: excerptOf(body),
        })),
      },
    };
  });
}

type OfPull = Asked & { readonly pullId: number };

async function findPull(tx: Tx, { repositoryId, number }: Asked): Promise<StoredPull | null> {
  const found = await sql<StoredPull>`
    select
      pull_request.id, pull_request.number, pull_request.title, pull_request.state, pull_request.is_draft,
      author.login as author,
      ${assigneeLogins("pull_request")} as assignees,
      pull_request.label_names as labels, pull_request.base_ref as base, pull_request.head_ref as head,
      pull_request.head_sha, pull_request.created_at, pull_request.updated_at, pull_request.merged_at,
      pull_request.closed_at, pull_request.additions, pull_request.deletions, pull_request.changed_files, pull_request.body
    from pulse.pull_requests as pull_request
    left join pulse.accounts as author
      on author.workspace_id = pull_request.workspace_id
      and author.id = pull_request.author_id
    where pull_request.repository_id = ${repositoryId}
      and pull_request.number = ${number}
      and pull_request.deleted_at is null
  `.execute(tx);
  return found.rows[0] ?? null;
}

async function readReviews(tx: Tx, { repositoryId, pullId, reviews }: OfPull): Promise<readonly StoredReview[]> {
  if (reviews === 0) return [];
  const found = await sql<StoredReview>`
    select author.login as author, review.state, review.submitted_at, review.body
    from pulse.reviews as review
    left join pulse.accounts as author
      on author.workspace_id = review.workspace_id
      and author.id = review.author_id
    where review.repository_id = ${repositoryId}
      and review.pull_request_id = ${pullId}
    order by review.submitted_at, review.id
    limit ${reviews}
  `.execute(tx);
  return found.rows;
}

async function readFiles(tx: Tx, { repositoryId, pullId, after, limit }: OfPull): Promise<readonly FileRow[]> {
  if (limit === 0) return [];
  const [last = null] = after ?? [];
  const found = await sql<FileRow>`
    select file.path, file.change, file.additions, file.deletions
    from pulse.pull_request_files as file
    where file.repository_id = ${repositoryId}
      and file.pull_request_id = ${pullId}
      and (${last}::text is null or file.path > ${last})
    order by file.path
    limit ${limit + 1}
  `.execute(tx);
  return found.rows;
}
