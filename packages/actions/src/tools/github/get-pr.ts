import { getLivePull, listLiveFiles, listLiveReviews, type LiveFile, type LivePage } from "@pulse/github";
import { z } from "zod";

import { defineTool } from "../tool.ts";
import { findRepository } from "./find-repository.ts";
import { readStoredPull } from "./read-stored-pull.ts";
import { readThrough } from "./read-through.ts";
import { bodyFrom, bodyShape, excerptOf, numberShape, readsGitHub, repositoryShape, sourceShape } from "./shapes.ts";

const pullShape = z.object({
  number: z.number(),
  title: z.string(),
  state: z.string(),
  is_draft: z.boolean(),
  author: z.string().nullable(),
  assignees: z.array(z.string()),
  labels: z.array(z.string()),
  base: z.string().nullable(),
  head: z.string().nullable(),
  head_sha: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  merged_at: z.string().nullable(),
  closed_at: z.string().nullable(),
  additions: z.number().nullable(),
  deletions: z.number().nullable(),
  changed_files: z.number().nullable(),
  body: z.string().nullable(),
});
const reviewRow = z.object({
  author: z.string().nullable(),
  state: z.string(),
  submitted_at: z.string().nullable(),
  body_excerpt: z.string().nullable(),
});
const fileRow = z.object({ path: z.string(), change: z.string(), additions: z.number(), deletions: z.number() });

export type ReviewRow = z.output<typeof reviewRow>;
export type FileRow = z.output<typeof fileRow>;
export type WholePull = { readonly pull: z.output<typeof pullShape>; readonly reviews: readonly ReviewRow[] };

const noFiles: LivePage<LiveFile> = { rows: [], next: null };

export const githubGetPr = defineTool({
  name: "github_get_pr",
  title: "One pull request",
  description:
    "One pull request with its whole text, its first reviews, and its changed files; `cursor` leads to further files.",
  set: "pulls",
  scope: "read",
  hints: readsGitHub,
  isForeignText: true,
  pagedBy: "include_files",
  input: {
    ...repositoryShape,
    ...numberShape,
    include_files: z.number().int().min(0).max(100).default(0),
    include_reviews: z.number().int().min(0).max(50).default(20),
    ...bodyShape,
  },
  output: {
    repository: z.string(),
    ...sourceShape,
    pull: pullShape,
    reviews: z.array(reviewRow),
    files: z.array(fileRow),
  },
  run: async (ctx, { owner, repo, number, include_files: files, include_reviews: reviews, body_from: from }) => {
    const repository = await findRepository(ctx, {
      owner,
      repo,
      kinds: [
        "pull_requests",
        ...(reviews === 0 ? [] : (["reviews"] as const)),
        ...(files === 0 ? [] : (["pull_request_files"] as const)),
      ],
    });
    const about = { repository: repository.fullName, number, signal: ctx.signal };
    const { rows, beside, ...read } = await readThrough<FileRow, WholePull>(ctx, repository, {
      what: `pull request ${number}`,
      fromMirror: async (after, limit) =>
        await readStoredPull(ctx, { repositoryId: repository.id, number, reviews, after, limit }),
      fromGitHub: async (client, query) => {
        const [pull, found, page] = await Promise.all([
          getLivePull(client, about),
          reviews === 0 ? { rows: [] } : listLiveReviews(client, { ...about, query: { per_page: reviews } }),
          files === 0 ? noFiles : listLiveFiles(client, { ...about, query }),
        ]);
        return {
          rows: page.rows.map(({ filename, status, additions, deletions }) => ({
            path: filename,
            change: status,
            additions,
            deletions,
          })),
          next: page.next,
          beside: {
            pull: fromLive(pull),
            reviews: found.rows.map(({ user, state, submitted_at, body }) => ({
              author: user?.login ?? null,
              state,
              submitted_at,
              body_excerpt: excerptOf(body),
            })),
          },
        };
      },
    });
    if (beside === undefined) throw new Error("a page of files comes with its pull request");
    const { truncated, body } = bodyFrom(beside.pull.body, from);
    return {
      repository: repository.fullName,
      ...read,
      pull: { ...beside.pull, body },
      reviews: beside.reviews,
      files: rows,
      ...(truncated === undefined ? {} : { truncated }),
    };
  },
});

function fromLive(pull: Awaited<ReturnType<typeof getLivePull>>): WholePull["pull"] {
  const { number, title, created_at, updated_at, merged_at, closed_at, body } = pull;
  return {
    number,
    title,
    state: merged_at === null ? pull.state : "merged",
    is_draft: pull.draft ?? false,
    author: pull.user?.login ?? null,
    assignees: pull.assignees.flatMap((user) => (user === null ? [] : [user.login])),
    labels: pull.labels.map(({ name }) => name).toSorted(),
    base: pull.base.ref,
    head: pull.head.ref,
    head_sha: pull.head.sha,
    created_at,
    updated_at,
    merged_at,
    closed_at,
    additions: pull.additions ?? null,
    deletions: pull.deletions ?? null,
    changed_files: pull.changed_files ?? null,
    body,
  };
}
