import { withWorkspace } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "./action.ts";

export type RepositorySummary = {
  readonly fullName: string;
  /** Up to when its issues and pull requests are known; without any, whatever is known of it. */
  readonly asOf: Date | null;
  readonly issues: number;
  readonly pullRequests: number;
};

/** Every repository of the workspace by name, with the instant up to which it has been read. */
export const listRepositories = defineAction({
  name: "list_repositories",
  summary: "List the repositories of the workspace, how much is known of each, and how fresh it is",
  scope: "read",
  input: z.object({}),
  run: async (ctx) => {
    const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
      sql<RepositorySummary>`
        select
          repository.full_name,
          (
            select coalesce(
              min(state.covered_to) filter (where state.kind in ('issues', 'pull_requests')),
              max(state.covered_to)
            )
            from pulse.sync_state as state
            where state.repository_id = repository.id
          ) as as_of,
          (
            select count(*)
            from pulse.issues as issue
            where issue.repository_id = repository.id
              and issue.deleted_at is null
          ) as issues,
          (
            select count(*)
            from pulse.pull_requests as pull_request
            where pull_request.repository_id = repository.id
              and pull_request.deleted_at is null
          ) as pull_requests
        from pulse.repositories as repository
        where repository.deleted_at is null
        order by lower(repository.full_name), repository.id
      `.execute(tx),
    );
    return { repositories: found.rows };
  },
});
