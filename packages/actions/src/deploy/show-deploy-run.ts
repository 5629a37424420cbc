import { withService } from "@pulse/db";
import type { CapturedLog, DeployProblem, DeployRun, Step } from "@pulse/deploy";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { nameCommits, type NamedCommit } from "./named-commit.ts";

type Shown = Pick<
  DeployRun,
  | "id"
  | "kind"
  | "appName"
  | "environment"
  | "state"
  | "stage"
  | "planLines"
  | "targetId"
  | "deploymentId"
  | "phase"
  | "warnings"
  | "holder"
  | "reason"
  | "startedAt"
  | "finishedAt"
>;

export type DeployRunDetails = Shown & {
  readonly steps: readonly Step[];
  readonly problem: DeployProblem | null;
  readonly commits: readonly NamedCommit[];
  /** Nobody goes on with it now: it was asked for and waits, or whoever did it has ended. */
  readonly isWaiting: boolean;
  /** Which logs were kept, and how long they are; read_deploy_logs has them. */
  readonly logs: readonly (Pick<CapturedLog, "component" | "type"> & { readonly characters: number })[];
};

type Row = Shown & Pick<DeployRun, "steps" | "problem" | "wanted" | "spec"> & { readonly isWaiting: boolean };

/** One run: what was planned, how far it is with the tree of its steps, and what came of it. Throws `not_found`. */
export const showDeployRun = defineAction({
  name: "show_deploy_run",
  summary: "Say how far a deployment or rollback is, step by step, and what came of it",
  scope: "read",
  input: z.object({ id: z.int().positive().max(Number.MAX_SAFE_INTEGER) }),
  run: async (ctx, { id }): Promise<DeployRunDetails> =>
    await withService(ctx.db, async (tx) => {
      const found = await sql<Row>`
        select
          id, kind, app_name, environment, state, stage, plan_lines, target_id, deployment_id, phase, warnings, holder, reason,
          started_at, finished_at, steps, problem, wanted, spec, stage <> 'done' and lease_until <= now() as is_waiting
        from pulse.deploy_runs
        where workspace_id = ${ctx.actor.workspaceId}
          and id = ${id}
      `.execute(tx);
      const [row] = found.rows;
      if (row === undefined) throw new AppError("not_found", `There is no run ${id} in this workspace`);
      const logs = await sql<DeployRunDetails["logs"][number]>`
        select component, type, length(text) as characters
        from pulse.deploy_logs
        where workspace_id = ${ctx.actor.workspaceId}
          and run_id = ${id}
        order by component, type
      `.execute(tx);
      const { wanted, spec, ...run } = row;
      const commits = Object.fromEntries(wanted.map(({ component, commit }) => [component, commit]));
      return { ...run, commits: nameCommits(commits, spec), logs: logs.rows };
    }),
});
