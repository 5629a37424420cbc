import { withService } from "@pulse/db";
import type { DeployRecord, DeployRun } from "@pulse/deploy";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";

export type DeployRunSummary = Omit<
  DeployRun,
  "fingerprint" | "targetId" | "knownIds" | "previousDeploymentId" | "spec" | "leaseToken" | "gitHubDeploymentId"
> & { readonly record: DeployRecord | null };

/** Runs of deployments, newest first, with what came of them. */
export const listDeployRuns = defineAction({
  name: "list_deploy_runs",
  summary: "List what was deployed and rolled back, by whom, and what came of it",
  scope: "read",
  input: z.object({ app: z.string().nullable().default(null), limit: z.int().min(1).max(200).default(20) }),
  run: async (ctx, { app, limit }) => {
    const found = await withService(ctx.db, (tx) =>
      sql<DeployRunSummary>`
        select
          id, kind, app_id, app_name, environment, state, stage, plan_lines, wanted, deployment_id, phase, steps, problem, warnings,
          holder, reason, git_branch, record, lease_until, started_at, finished_at
        from pulse.deploy_runs
        where workspace_id = ${ctx.actor.workspaceId}
          and (${app}::text is null or app_name = ${app} or app_id = ${app})
        order by started_at desc, id desc
        limit ${limit}
      `.execute(tx),
    );
    return { runs: found.rows };
  },
});
