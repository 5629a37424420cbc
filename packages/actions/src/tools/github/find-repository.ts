import { withWorkspace } from "@pulse/db";
import { shownRepository } from "@pulse/metrics";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import type { ActionContext } from "../../action.ts";

type Kind =
  | "issues"
  | "issue_comments"
  | "pull_requests"
  | "pull_request_files"
  | "reviews"
  | "workflow_runs"
  | "workflow_jobs";

export type FoundRepository = {
  readonly id: number;
  readonly fullName: string;
  /** Null: nothing may be asked of GitHub for it. */
  readonly connectionId: number | null;
  /** Up to when these kinds of facts are known; null where one of them was not read. */
  readonly asOf: Date | null;
};

/** A repository of the workspace. Throws `not_found`, with the usual causes, for any other: nobody reads through us what we do not hold. */
export async function findRepository(
  ctx: ActionContext,
  input: { readonly owner: string; readonly repo: string; readonly kinds: readonly Kind[] },
): Promise<FoundRepository> {
  const name = `${input.owner}/${input.repo}`;
  const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
    sql<FoundRepository>`
      select
        repository.id,
        repository.full_name,
        case when repository.is_tracked then repository.connection_id end as connection_id,
        (
          select case when count(*) = ${input.kinds.length} then min(state.covered_to) end
          from pulse.sync_state as state
          where state.repository_id = repository.id
            and state.kind = any(${input.kinds})
        ) as as_of
      from pulse.repositories as repository
      where lower(repository.full_name) = lower(${name})
        and ${shownRepository}
    `.execute(tx),
  );
  const [repository] = found.rows;
  if (repository !== undefined) return repository;
  throw new AppError(
    "not_found",
    `${name} is no repository of this workspace: it is spelled otherwise, it is not connected, or GitHub does not show it to the workspace's connection. analytics_status lists those that are; ./pulse repo connect ${name} connects it`,
    { details: { reason: "not_visible" } },
  );
}
