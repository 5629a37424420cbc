import { withWorkspace } from "@pulse/db";
import { listLiveIssues, type LiveIssue } from "@pulse/github";
import { sql } from "kysely";
import { z } from "zod";

import type { ActionContext } from "../../action.ts";
import { defineTool } from "../tool.ts";
import { findRepository } from "./find-repository.ts";
import { assigneeLogins } from "./assignee-logins.ts";
import { nextPlace } from "./next-place.ts";
import { readThrough, type MirrorPlace } from "./read-through.ts";
import { excerptOf, instantOrDate, login, readsGitHub, repositoryShape, sourceShape } from "./shapes.ts";

const issueRow = z.object({
  number: z.number(),
  title: z.string(),
  state: z.string(),
  labels: z.array(z.string()),
  author: z.string().nullable(),
  assignees: z.array(z.string()),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: z.string().nullable(),
  body_excerpt: z.string().nullable(),
});

type IssueRow = z.output<typeof issueRow>;

const input = {
  ...repositoryShape,
  state: z.enum(["open", "closed", "all"]).default("open"),
  labels: z.array(z.string().max(100)).max(20).default([]).describe("only issues that carry all of these"),
  author: login.optional(),
  assignee: login.optional(),
  since: instantOrDate.optional().describe("only issues changed at or after this"),
};

type Input = z.output<z.ZodObject<typeof input>>;

export const githubListIssues = defineTool({
  name: "github_list_issues",
  title: "Issues of a repository",
  description: "Lists issues, last changed first; pull requests are never among them.",
  set: "issues",
  scope: "read",
  hints: readsGitHub,
  isForeignText: true,
  isPaged: true,
  input,
  output: { repository: z.string(), ...sourceShape, items: z.array(issueRow) },
  run: async (ctx, asked) => {
    const repository = await findRepository(ctx, { ...asked, kinds: ["issues"] });
    const { rows, ...read } = await readThrough(ctx, repository, {
      fromMirror: async (after, limit) =>
        await readStored(ctx, { ...asked, repositoryId: repository.id, after, limit }),
      fromGitHub: async (client, page) => {
        const query = { ...queryOf(asked), ...page };
        const live = await listLiveIssues(client, { repository: repository.fullName, query, signal: ctx.signal });
        return { ...live, rows: live.rows.map(fromLive) };
      },
    });
    return { repository: repository.fullName, ...read, items: rows };
  },
});

function queryOf({ state, labels, author, assignee, since }: Input) {
  return {
    state,
    sort: "updated",
    direction: "desc",
    ...(labels.length === 0 ? {} : { labels: labels.join(",") }),
    ...(author === undefined ? {} : { creator: author }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
  };
}

function fromLive(issue: LiveIssue): IssueRow {
  return {
    number: issue.number,
    title: issue.title,
    state: issue.state,
    labels: issue.labels.map(({ name }) => name).toSorted(),
    author: issue.user?.login ?? null,
    assignees: issue.assignees.flatMap((user) => (user === null ? [] : [user.login])),
    created_at: issue.created_at,
    updated_at: issue.updated_at,
    closed_at: issue.closed_at,
    body_excerpt: excerptOf(issue.body),
  };
}

type StoredIssue = {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly labels: string[];
  readonly author: string | null;
  readonly assignees: string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly closedAt: Date | null;
  readonly body: string | null;
  readonly place: string;
};

async function readStored(
  ctx: ActionContext,
  asked: Input & { readonly repositoryId: number; readonly after: MirrorPlace | null; readonly limit: number },
) {
  const { state, labels, author = null, assignee = null, since = null } = asked;
  const [at = null, last = null] = asked.after ?? [];
  const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
    sql<StoredIssue>`
      select
        issue.number, issue.title, issue.state, issue.label_names as labels, author.login as author,
        ${assigneeLogins("issue")} as assignees,
        issue.created_at, issue.updated_at, issue.closed_at, issue.body, issue.updated_at::text as place
      from pulse.issues as issue
      left join pulse.accounts as author
        on author.workspace_id = issue.workspace_id
        and author.id = issue.author_id
      where issue.repository_id = ${asked.repositoryId}
        and issue.deleted_at is null
        and (${state} = 'all' or issue.state = ${state})
        and issue.label_names @> ${labels}::text[]
        and (${author}::text is null or lower(author.login) = lower(${author}))
        and (
          ${assignee}::text is null
          or exists (
            select
            from pulse.accounts as account
            where account.workspace_id = issue.workspace_id
              and account.id = any (issue.assignee_ids)
              and lower(account.login) = lower(${assignee})
          )
        )
        and (${since}::timestamptz is null or issue.updated_at >= ${since}::timestamptz)
        and (
          ${at}::timestamptz is null
          or (issue.updated_at, issue.number) < (${at}::timestamptz, ${last}::integer)
        )
      order by issue.updated_at desc, issue.number desc
      limit ${asked.limit + 1}
    `.execute(tx),
  );
  const rows = found.rows.slice(0, asked.limit).map(({ createdAt, updatedAt, closedAt, body, ...row }): IssueRow => ({
    ...row,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
    closed_at: closedAt?.toISOString() ?? null,
    body_excerpt: excerptOf(body),
  }));
  return { rows, next: nextPlace(found.rows, asked.limit, ({ place, number }) => [place, number]) };
}
