import { withWorkspace } from "@pulse/db";
import { listLivePulls, type LivePull } from "@pulse/github";
import { sql } from "kysely";
import { z } from "zod";

import type { ActionContext } from "../../action.ts";
import { defineTool } from "../tool.ts";
import { findRepository } from "./find-repository.ts";
import { nextPlace } from "./next-place.ts";
import { readThrough, type MirrorPlace } from "./read-through.ts";
import { login, readsGitHub, repositoryShape, sourceShape } from "./shapes.ts";

const pullRow = z.object({
  number: z.number(),
  title: z.string(),
  state: z.string().describe("open, closed or merged"),
  is_draft: z.boolean(),
  author: z.string().nullable(),
  base: z.string().nullable(),
  head: z.string().nullable(),
  labels: z.array(z.string()),
  created_at: z.string(),
  updated_at: z.string(),
  merged_at: z.string().nullable(),
  closed_at: z.string().nullable(),
});

type PullRow = z.output<typeof pullRow>;

const ref = z.string().max(255);
const input = {
  ...repositoryShape,
  state: z.enum(["open", "closed", "merged", "all"]).default("open").describe("closed includes merged"),
  base: ref.optional().describe("branch it goes into"),
  head: ref.optional().describe("branch it comes from"),
  author: login.optional(),
  draft: z.boolean().optional(),
};

type Input = z.output<z.ZodObject<typeof input>>;

export const githubListPrs = defineTool({
  name: "github_list_prs",
  title: "Pull requests of a repository",
  description: "Lists pull requests, last changed first. How long they took and waited: analytics_slow_items.",
  set: "pulls",
  scope: "read",
  hints: readsGitHub,
  isForeignText: true,
  isPaged: true,
  input,
  output: { repository: z.string(), ...sourceShape, items: z.array(pullRow) },
  run: async (ctx, asked) => {
    const repository = await findRepository(ctx, { ...asked, kinds: ["pull_requests"] });
    const { rows, ...read } = await readThrough(ctx, repository, {
      fromMirror: async (after, limit) =>
        await readStored(ctx, { ...asked, repositoryId: repository.id, after, limit }),
      fromGitHub: async (client, page) => {
        const state = asked.state === "merged" ? "closed" : asked.state;
        const live = await listLivePulls(client, {
          repository: repository.fullName,
          query: {
            state,
            sort: "updated",
            direction: "desc",
            ...(asked.base === undefined ? {} : { base: asked.base }),
            ...page,
          },
          signal: ctx.signal,
        });
        // GitHub filters by state and base alone.
        return { ...live, rows: live.rows.map(fromLive).filter((row) => isWanted(row, asked)) };
      },
    });
    return { repository: repository.fullName, ...read, items: rows };
  },
});

function isWanted(row: PullRow, { state, head, author, draft }: Input): boolean {
  return (
    (state !== "merged" || row.state === "merged") &&
    (head === undefined || row.head === head) &&
    (author === undefined || row.author?.toLowerCase() === author.toLowerCase()) &&
    (draft === undefined || row.is_draft === draft)
  );
}

function fromLive(pull: LivePull): PullRow {
  return {
    number: pull.number,
    title: pull.title,
    state: pull.merged_at === null ? pull.state : "merged",
    is_draft: pull.draft ?? false,
    author: pull.user?.login ?? null,
    base: pull.base.ref,
    head: pull.head.ref,
    labels: pull.labels.map(({ name }) => name).toSorted(),
    created_at: pull.created_at,
    updated_at: pull.updated_at,
    merged_at: pull.merged_at,
    closed_at: pull.closed_at,
  };
}

type StoredPull = Pick<PullRow, "number" | "title" | "state" | "author" | "base" | "head" | "labels"> & {
  readonly isDraft: boolean;
  readonly place: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly mergedAt: Date | null;
  readonly closedAt: Date | null;
};

async function readStored(
  ctx: ActionContext,
  asked: Input & { readonly repositoryId: number; readonly after: MirrorPlace | null; readonly limit: number },
) {
  const { state, base = null, head = null, author = null, draft = null } = asked;
  const [at = null, last = null] = asked.after ?? [];
  const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
    sql<StoredPull>`
      select
        pull_request.number, pull_request.title, pull_request.state, pull_request.is_draft, author.login as author,
        pull_request.base_ref as base, pull_request.head_ref as head, pull_request.label_names as labels,
        pull_request.created_at, pull_request.updated_at, pull_request.merged_at, pull_request.closed_at,
        pull_request.updated_at::text as place
      from pulse.pull_requests as pull_request
      left join pulse.accounts as author
        on author.workspace_id = pull_request.workspace_id
        and author.id = pull_request.author_id
      where pull_request.repository_id = ${asked.repositoryId}
        and pull_request.deleted_at is null
        and (
          ${state} = 'all'
          or pull_request.state = ${state}
          or (${state} = 'closed' and pull_request.state = 'merged')
        )
        and (${base}::text is null or pull_request.base_ref = ${base})
        and (${head}::text is null or pull_request.head_ref = ${head})
        and (${author}::text is null or lower(author.login) = lower(${author}))
        and (${draft}::boolean is null or pull_request.is_draft = ${draft})
        and (
          ${at}::timestamptz is null
          or (pull_request.updated_at, pull_request.number) < (${at}::timestamptz, ${last}::integer)
        )
      order by pull_request.updated_at desc, pull_request.number desc
      limit ${asked.limit + 1}
    `.execute(tx),
  );
  const rows = found.rows
    .slice(0, asked.limit)
    .map(({ isDraft, createdAt, updatedAt, mergedAt, closedAt, ...row }): PullRow => ({
      ...row,
      is_draft: isDraft,
      created_at: createdAt.toISOString(),
      updated_at: updatedAt.toISOString(),
      merged_at: mergedAt?.toISOString() ?? null,
      closed_at: closedAt?.toISOString() ?? null,
    }));
  return { rows, next: nextPlace(found.rows, asked.limit, ({ place, number }) => [place, number]) };
}
