import { withWorkspace } from "@pulse/db";
import { shownRepository } from "@pulse/metrics";
import { sql } from "kysely";

import type { ActionContext } from "../../action.ts";
import type { FoundRepository } from "./find-repository.ts";
import { nextPlace } from "./next-place.ts";
import type { MirrorPlace } from "./read-through.ts";
import type { SearchedRow } from "./search-issues.ts";
import { excerptOf } from "./shapes.ts";

type StoredItem = Pick<SearchedRow, "repository" | "number" | "title" | "state" | "author"> & {
  readonly repositoryId: number;
  readonly updatedAt: Date;
  readonly body: string | null;
  readonly place: string;
};

type Asked = {
  /** 0: of every repository, or of those of the owner. */
  readonly repositoryId: number;
  readonly owner: string | null;
  readonly words: readonly string[];
  readonly kind: "issue" | "pr";
  readonly state: "open" | "closed" | "all";
  readonly after: MirrorPlace | null;
  readonly limit: number;
};

const tables = { issue: "issues", pr: "pull_requests" } as const;

/** Several repositories as one: known up to when the oldest of them is, and nothing to be asked of GitHub. */
export async function findScope(
  ctx: ActionContext,
  { owner, kind }: { readonly owner: string | null; readonly kind: "issues" | "pull_requests" },
): Promise<FoundRepository> {
  const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
    sql<{ asOf: Date | null }>`
      select min(state.covered_to) as as_of
      from pulse.repositories as repository
      join pulse.sync_state as state
        on state.repository_id = repository.id
        and state.kind = ${kind}
      where ${shownRepository}
        and (${owner}::text is null or lower(repository.owner) = lower(${owner}))
    `.execute(tx),
  );
  const fullName = owner === null ? "this workspace" : `${owner}'s repositories`;
  return { id: 0, fullName, connectionId: null, asOf: found.rows[0]?.asOf ?? null };
}

/** Items of our copy whose title or text has all the words. */
export async function searchStored(ctx: ActionContext, asked: Asked) {
  const [at = null, repositoryId = null, number = null] = asked.after ?? [];
  const words = asked.words.map((word) => word.toLowerCase());
  const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
    sql<StoredItem>`
      select
        repository.full_name as repository, item.repository_id, item.number, item.title, item.state, author.login as author,
        item.updated_at, item.body, item.updated_at::text as place
      from pulse.${sql.ref(tables[asked.kind])} as item
      join pulse.repositories as repository
        on repository.id = item.repository_id
        and ${shownRepository}
      left join pulse.accounts as author
        on author.workspace_id = item.workspace_id
        and author.id = item.author_id
      where (${asked.repositoryId}::bigint = 0 or item.repository_id = ${asked.repositoryId})
        and (${asked.owner}::text is null or lower(repository.owner) = lower(${asked.owner}))
        and item.deleted_at is null
        and (
          ${asked.state} = 'all'
          or item.state = ${asked.state}
          or (${asked.state} = 'closed' and item.state = 'merged')
        )
        and not exists (
          select
          from unnest(${words}::text[]) as word
          where position(word in lower(item.title || ' ' || coalesce(item.body, ''))) = 0
        )
        and (
          ${at}::timestamptz is null
          or (item.updated_at, item.repository_id, item.number) < (${at}::timestamptz, ${repositoryId}::bigint, ${number}::integer)
        )
      order by item.updated_at desc, item.repository_id desc, item.number desc
      limit ${asked.limit + 1}
    `.execute(tx),
  );
  const rows = found.rows
    .slice(0, asked.limit)
    .map(({ repository, number: of, title, state, author, updatedAt, body }): SearchedRow => ({
      repository,
      number: of,
      title,
      state,
      author,
      updated_at: updatedAt.toISOString(),
      body_excerpt: excerptOf(body),
    }));
  return { rows, next: nextPlace(found.rows, asked.limit, (row) => [row.place, row.repositoryId, row.number]) };
}
