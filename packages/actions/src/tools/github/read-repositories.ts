import { withWorkspace } from "@pulse/db";
import { shownRepository } from "@pulse/metrics";
import { sql } from "kysely";
import { z } from "zod";

import type { ActionContext } from "../../action.ts";

export const repositoryRow = z.object({
  full_name: z.string(),
  description: z.string().nullable(),
  visibility: z.string().nullable(),
  default_branch: z.string().nullable(),
  is_archived: z.boolean(),
  is_fork: z.boolean(),
  stars: z.number().nullable(),
  open_issues: z.number(),
  open_prs: z.number(),
  pushed_at: z.string().nullable(),
  as_of: z.string().nullable(),
});

type Stored = Pick<z.output<typeof repositoryRow>, "description" | "visibility" | "stars"> & {
  readonly fullName: string;
  readonly defaultBranch: string | null;
  readonly isArchived: boolean;
  readonly isFork: boolean;
  readonly openIssues: number;
  readonly openPrs: number;
  readonly pushedAt: Date | null;
  readonly asOf: Date | null;
};

type Wanted = {
  readonly owner: string | null;
  readonly name: string | null;
  readonly visibility: string | null;
  readonly archived: boolean | null;
  readonly after: readonly string[] | null;
  readonly limit: number;
};

/** Repositories of the workspace as their copies know them, last pushed first. */
export async function readRepositories(ctx: ActionContext, wanted: Wanted): Promise<z.output<typeof repositoryRow>[]> {
  const [pushedAt = null, name = null] = wanted.after ?? [];
  const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
    sql<Stored>`
      select
        repository.full_name, repository.description, repository.visibility, repository.default_branch, repository.is_archived,
        repository.is_fork, repository.pushed_at,
        (
          select day.stars
          from pulse.repository_days as day
          where day.repository_id = repository.id
          order by day.day_on desc
          limit 1
        ) as stars,
        (
          select count(*)
          from pulse.issues as issue
          where issue.repository_id = repository.id
            and issue.state = 'open'
            and issue.deleted_at is null
        ) as open_issues,
        (
          select count(*)
          from pulse.pull_requests as pull_request
          where pull_request.repository_id = repository.id
            and pull_request.state = 'open'
            and pull_request.deleted_at is null
        ) as open_prs,
        (
          select min(state.covered_to)
          from pulse.sync_state as state
          where state.repository_id = repository.id
            and state.kind in ('issues', 'pull_requests')
        ) as as_of
      from pulse.repositories as repository
      where ${shownRepository}
        and (${wanted.owner}::text is null or lower(repository.owner) = lower(${wanted.owner}))
        and (${wanted.name}::text is null or lower(repository.name) = lower(${wanted.name}))
        and (${wanted.visibility}::text is null or repository.visibility = ${wanted.visibility})
        and (${wanted.archived}::boolean is null or repository.is_archived = ${wanted.archived})
        and (
          ${name}::text is null
          or coalesce(repository.pushed_at, '-infinity') < ${pushedAt}::timestamptz
          or (
            coalesce(repository.pushed_at, '-infinity') = ${pushedAt}::timestamptz
            and lower(repository.full_name) > lower(${name})
          )
        )
      order by coalesce(repository.pushed_at, '-infinity') desc, lower(repository.full_name)
      limit ${wanted.limit}
    `.execute(tx),
  );
  return found.rows.map(
    ({ fullName, defaultBranch, isArchived, isFork, openIssues, openPrs, pushedAt, asOf, ...row }) => ({
      ...row,
      full_name: fullName,
      default_branch: defaultBranch,
      is_archived: isArchived,
      is_fork: isFork,
      open_issues: openIssues,
      open_prs: openPrs,
      pushed_at: pushedAt?.toISOString() ?? null,
      as_of: asOf?.toISOString() ?? null,
    }),
  );
}
