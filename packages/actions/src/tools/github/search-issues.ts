import { searchLiveIssues, type LiveIssue } from "@pulse/github";
import { AppError } from "@pulse/kit";
import { z } from "zod";

import { defineTool } from "../tool.ts";
import { findRepository } from "./find-repository.ts";
import { findScope, searchStored } from "./search-stored.ts";
import { readThrough } from "./read-through.ts";
import { excerptOf, readsGitHub, repositoryShape, sourceShape } from "./shapes.ts";

const foundRow = z.object({
  repository: z.string(),
  number: z.number(),
  title: z.string(),
  state: z.string(),
  author: z.string().nullable(),
  updated_at: z.string(),
  body_excerpt: z.string().nullable(),
});

export type SearchedRow = z.output<typeof foundRow>;

const input = {
  query: z.string().trim().min(1).max(256).describe("words; qualifiers are not understood"),
  owner: repositoryShape.owner.optional(),
  repo: repositoryShape.repo.optional(),
  kind: z.enum(["issue", "pr"]).default("issue"),
  state: z.enum(["open", "closed", "all"]).default("all"),
};

export const githubSearchIssues = defineTool({
  name: "github_search_issues",
  title: "Search issues",
  description:
    "Issues or pull requests whose title or text has all the words, last changed first: of a repository, an owner, or the workspace.",
  set: "issues",
  scope: "read",
  hints: readsGitHub,
  isForeignText: true,
  isPaged: true,
  input,
  output: { ...sourceShape, items: z.array(foundRow) },
  run: async (ctx, { query, owner, repo, kind, state }) => {
    if (repo !== undefined && owner === undefined) {
      throw new AppError("invalid", "`repo` needs its `owner` beside it");
    }
    const words = query.split(/\s+/).slice(0, 20);
    const kinds = [kind === "issue" ? "issues" : "pull_requests"] as const;
    // Of one repository GitHub can be asked; across several it would take a question to each.
    const repository =
      owner === undefined || repo === undefined
        ? await findScope(ctx, { owner: owner ?? null, kind: kinds[0] })
        : await findRepository(ctx, { owner, repo, kinds });
    const { rows, ...read } = await readThrough<SearchedRow>(ctx, repository, {
      fromMirror: async (after, limit) =>
        await searchStored(ctx, {
          repositoryId: repository.id,
          owner: owner ?? null,
          words,
          kind,
          state,
          after,
          limit,
        }),
      fromGitHub: async (client, page) => {
        const live = await searchLiveIssues(client, {
          repository: repository.fullName,
          words,
          kind,
          state: state === "all" ? null : state,
          query: page,
          signal: ctx.signal,
        });
        return { ...live, rows: live.rows.map((row) => fromLive(row, repository.fullName)) };
      },
    });
    return { ...read, items: rows };
  },
});

function fromLive(row: LiveIssue, repository: string): SearchedRow {
  const { number, title, state, updated_at, body } = row;
  return {
    repository,
    number,
    title,
    state,
    author: row.user?.login ?? null,
    updated_at,
    body_excerpt: excerptOf(body),
  };
}
