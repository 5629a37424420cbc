import { withWorkspace, type Tx } from "@pulse/db";
import { sql } from "kysely";

import type { ActionContext } from "../../action.ts";
import type { CommentRow, WholeIssue } from "./get-issue.ts";
import { assigneeLogins } from "./assignee-logins.ts";
import { nextPlace } from "./next-place.ts";
import type { MirrorPlace } from "./read-through.ts";

type StoredIssue = Omit<WholeIssue, "created_at" | "updated_at" | "closed_at"> & {
  readonly id: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly closedAt: Date | null;
};

type StoredComment = {
  readonly id: number;
  readonly author: string | null;
  readonly createdAt: Date;
  readonly body: string | null;
  readonly place: string;
};

type Asked = {
  readonly repositoryId: number;
  readonly number: number;
  readonly after: MirrorPlace | null;
  readonly limit: number;
};

/** An issue as our copy has it, with a page of its comments; null where the copy has none of this number. */
export async function readStoredIssue(ctx: ActionContext, asked: Asked) {
  return await withWorkspace(ctx.db, ctx.actor, async (tx) => {
    const found = await sql<StoredIssue>`
      select
        issue.id, issue.number, issue.title, issue.state, issue.label_names as labels, author.login as author,
        ${assigneeLogins("issue")} as assignees,
        issue.created_at, issue.updated_at, issue.closed_at, issue.body,
        (
          select count(*)
          from pulse.issue_comments as comment
          where comment.repository_id = issue.repository_id
            and comment.issue_id = issue.id
        ) as comments
      from pulse.issues as issue
      left join pulse.accounts as author
        on author.workspace_id = issue.workspace_id
        and author.id = issue.author_id
      where issue.repository_id = ${asked.repositoryId}
        and issue.number = ${asked.number}
        and issue.deleted_at is null
    `.execute(tx);
    const [row] = found.rows;
    if (row === undefined) return null;
    const { id, createdAt, updatedAt, closedAt, ...rest } = row;
    const comments = await readComments(tx, { ...asked, issueId: id });
    return {
      rows: comments.slice(0, asked.limit).map(({ author, body, createdAt: at }): CommentRow => ({
        author,
        body,
        created_at: at.toISOString(),
      })),
      next: nextPlace(comments, asked.limit, (comment) => [comment.place, comment.id]),
      beside: {
        ...rest,
        created_at: createdAt.toISOString(),
        updated_at: updatedAt.toISOString(),
        closed_at: closedAt?.toISOString() ?? null,
      },
    };
  });
}

async function readComments(tx: Tx, asked: Asked & { readonly issueId: number }): Promise<readonly StoredComment[]> {
  if (asked.limit === 0) return [];
  const [at = null, last = null] = asked.after ?? [];
  const found = await sql<StoredComment>`
    select comment.id, author.login as author, comment.created_at, comment.body, comment.created_at::text as place
    from pulse.issue_comments as comment
    left join pulse.accounts as author
      on author.workspace_id = comment.workspace_id
      and author.id = comment.author_id
    where comment.repository_id = ${asked.repositoryId}
      and comment.issue_id = ${asked.issueId}
      and (
        ${at}::timestamptz is null
        or (comment.created_at, comment.id) > (${at}::timestamptz, ${last}::bigint)
      )
    order by comment.created_at, comment.id
    limit ${asked.limit + 1}
  `.execute(tx);
  return found.rows;
}
