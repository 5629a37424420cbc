import { withWorkspace } from "@pulse/db";
import { shownRepository } from "@pulse/metrics";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "./action.ts";

export type RepositorySummary = {
  readonly fullName: string;
  /** Up to when its issues and pull requests are known; without any, whatever is known of it. */
  readonly asOf: Date | null;
  readonly issues: number;
  readonly pullRequests: number;
  /** GitHub hides it from us, so that everything that is known of it is hidden here: nothing of it is counted. */
  readonly isHidden: boolean;
  /** False for one that was only imported: then the rest is null. */
  readonly isTracked: boolean;
  /** Name of the connection it is read with. */
  readonly connection: string | null;
  readonly access:
    | "ok"
    | "renamed"
    | "transferred"
    | "private"
    | "forbidden"
    | "deleted"
    | "uninstalled"
    | "disconnected";
  /** What is wrong with the access, and what to do. */
  readonly accessDetail: string | null;
  /** Nothing in it changes any more. */
  readonly isArchived: boolean;
  /** Its newest reading. */
  readonly run: {
    readonly id: number;
    readonly state: "queued" | "running" | "waiting" | "done" | "failed" | "cancelled";
    readonly phase: string | null;
    readonly errorDetail: string | null;
    readonly resumeAt: string | null;
    readonly finishedAt: string | null;
  } | null;
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
              and ${shownRepository}
          ) as issues,
          (
            select count(*)
            from pulse.pull_requests as pull_request
            where pull_request.repository_id = repository.id
              and pull_request.deleted_at is null
              and ${shownRepository}
          ) as pull_requests,
          not (${shownRepository}) as is_hidden,
          repository.is_tracked,
          connection.name as connection,
          repository.access,
          repository.access_detail,
          repository.is_archived,
          (
            select
              jsonb_build_object(
                'id', run.id, 'state', run.state, 'phase', run.phase, 'errorDetail', run.error_detail,
                'resumeAt', run.resume_at, 'finishedAt', run.finished_at
              )
            from pulse.sync_runs as run
            where run.repository_id = repository.id
            order by run.id desc
            limit 1
          ) as run
        from pulse.repositories as repository
        left join pulse.connections as connection
          on connection.workspace_id = repository.workspace_id
          and connection.id = repository.connection_id
        -- One that was deleted at GitHub says so until somebody removes it here.
        where (repository.deleted_at is null or repository.is_tracked)
        order by lower(repository.full_name), repository.id
      `.execute(tx),
    );
    return { repositories: found.rows };
  },
});
