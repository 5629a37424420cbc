import { withWorkspace } from "@pulse/db";
import { shownRepository } from "@pulse/metrics";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "./action.ts";

export type RepositoryName = {
  readonly fullName: string;
  /** Up to when its issues and pull requests are known; without any, whatever is known of it. */
  readonly asOf: Date | null;
};

/** What a filter needs of every repository; `listRepositories` counts what is in them as well, and reads every fact for it. */
export const listRepositoryNames = defineAction({
  name: "list_repository_names",
  summary: "List the names of the workspace's repositories, and how fresh each is",
  scope: "read",
  input: z.object({}),
  run: async (ctx) => {
    const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
      sql<RepositoryName>`
        select
          repository.full_name,
          coalesce(
            min(state.covered_to) filter (where state.kind in ('issues', 'pull_requests')),
            max(state.covered_to)
          ) as as_of
        from pulse.repositories as repository
        left join pulse.sync_state as state
          on state.repository_id = repository.id
        where ${shownRepository}
        group by repository.id, repository.full_name
        order by lower(repository.full_name), repository.id
      `.execute(tx),
    );
    return { repositories: found.rows };
  },
});
