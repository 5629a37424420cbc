import { findLiveIssue, listLiveComments, type LiveComment, type LivePage } from "@pulse/github";
import { AppError } from "@pulse/kit";
import { z } from "zod";

import { defineTool } from "../tool.ts";
import { findRepository } from "./find-repository.ts";
import { readStoredIssue } from "./read-stored-issue.ts";
import { readThrough } from "./read-through.ts";
import { bodyFrom, bodyShape, numberShape, readsGitHub, repositoryShape, sourceShape } from "./shapes.ts";

const commentRow = z.object({ author: z.string().nullable(), created_at: z.string(), body: z.string().nullable() });

const issueShape = z.object({
  number: z.number(),
  title: z.string(),
  state: z.string(),
  labels: z.array(z.string()),
  author: z.string().nullable(),
  assignees: z.array(z.string()),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: z.string().nullable(),
  comments: z.number(),
  body: z.string().nullable(),
});

export type CommentRow = z.output<typeof commentRow>;
export type WholeIssue = z.output<typeof issueShape>;

const noComments: LivePage<LiveComment> = { rows: [], next: null };

export const githubGetIssue = defineTool({
  name: "github_get_issue",
  title: "One issue",
  description: "One issue with its whole text and its comments, oldest first; `cursor` leads to further comments.",
  set: "issues",
  scope: "read",
  hints: readsGitHub,
  isForeignText: true,
  pagedBy: "include_comments",
  input: {
    ...repositoryShape,
    ...numberShape,
    include_comments: z.number().int().min(0).max(50).default(10),
    ...bodyShape,
  },
  output: { repository: z.string(), ...sourceShape, issue: issueShape, comments: z.array(commentRow) },
  run: async (ctx, { owner, repo, number, include_comments: wanted, body_from: from }) => {
    const kinds = wanted === 0 ? (["issues"] as const) : (["issues", "issue_comments"] as const);
    const repository = await findRepository(ctx, { owner, repo, kinds });
    const about = { repository: repository.fullName, number, signal: ctx.signal };
    const { rows, beside, ...read } = await readThrough<CommentRow, WholeIssue>(ctx, repository, {
      what: `issue ${number}`,
      fromMirror: async (after, limit) =>
        await readStoredIssue(ctx, { repositoryId: repository.id, number, after, limit }),
      fromGitHub: async (client, query) => {
        const issue = await findLiveIssue(client, about);
        if (issue === null) {
          throw new AppError("invalid", `${repository.fullName}#${number} is a pull request. github_get_pr reads it`);
        }
        const page = wanted === 0 ? noComments : await listLiveComments(client, { ...about, query });
        const comments = page.rows.map(({ user, created_at, body }) => ({
          author: user?.login ?? null,
          created_at,
          body,
        }));
        return { rows: comments, next: page.next, beside: fromLive(issue) };
      },
    });
    if (beside === undefined) throw new Error("a page of comments comes with its issue");
    const { truncated, body } = bodyFrom(beside.body, from);
    return {
      repository: repository.fullName,
      ...read,
      issue: { ...beside, body },
      comments: rows,
      ...(truncated === undefined ? {} : { truncated }),
    };
  },
});

function fromLive(issue: NonNullable<Awaited<ReturnType<typeof findLiveIssue>>>): WholeIssue {
  const { number, title, state, created_at, updated_at, closed_at, comments, body } = issue;
  return {
    number,
    title,
    state,
    labels: issue.labels.map(({ name }) => name).toSorted(),
    author: issue.user?.login ?? null,
    assignees: issue.assignees.flatMap((user) => (user === null ? [] : [user.login])),
    created_at,
    updated_at,
    closed_at,
    comments,
    body,
  };
}
