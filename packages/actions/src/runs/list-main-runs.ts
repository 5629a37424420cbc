import { withWorkspace } from "@pulse/db";
import { shownRepository } from "@pulse/metrics";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";

/** How a workflow ended last on the branch that everybody works from. */
export type MainRun = {
  readonly repository: string;
  readonly workflow: string;
  /** As GitHub calls it: success, failure, cancelled, … */
  readonly conclusion: string;
  readonly startedAt: Date;
  /** GitHub's id of the run, which is too large for some to be a number. */
  readonly runId: string;
  readonly attempt: number;
};

/** Whether main is green: of every workflow that ran on it since `from`, the last attempt that came to an end. */
export const listMainRuns = defineAction({
  name: "list_main_runs",
  summary: "List how each workflow ended last on its repository's default branch",
  scope: "read",
  input: z.object({
    repositories: z
      .array(z.string().max(200))
      .max(1000)
      .default([])
      .describe("owner/name; empty means all of the workspace"),
    from: z.iso.datetime({ offset: true }).describe("runs that began earlier are no longer looked at"),
    to: z.iso.datetime({ offset: true }).describe("runs that began then or later are not looked at"),
  }),
  run: async (ctx, { repositories, from, to }) => {
    const names = repositories.map((name) => name.toLowerCase());
    const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
      // An import of runs alone does not know the default branch; then it goes by what such branches are called.
      sql<MainRun>`
        select
          repository.full_name as repository,
          workflow.name as workflow,
          last.conclusion,
          last.run_started_at as started_at,
          last.github_id::text as run_id,
          last.attempt
        from pulse.repositories as repository
        join pulse.workflows as workflow
          on workflow.repository_id = repository.id
        cross join lateral (
          select run.conclusion, run.run_started_at, run.github_id, run.attempt
          from pulse.workflow_runs as run
          where run.repository_id = repository.id
            and run.workflow_id = workflow.id
            and run.status = 'completed'
            and run.run_started_at >= ${from}
            and run.run_started_at < ${to}
            and case
              when repository.default_branch is null then run.head_branch in ('main', 'master')
              else run.head_branch = repository.default_branch
            end
          order by run.run_started_at desc, run.id desc
          limit 1
        ) as last
        where repository.workspace_id = ${ctx.actor.workspaceId}
          and ${shownRepository}
          and (${names}::text[] = '{}' or lower(repository.full_name) = any(${names}::text[]))
        order by lower(workflow.name), workflow.name, lower(repository.full_name), workflow.id
      `.execute(tx),
    );
    return { runs: found.rows };
  },
});
