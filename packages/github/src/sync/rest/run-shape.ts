import { z } from "zod";

import type { AccountIds } from "../../save/save-accounts.ts";
import type { WorkflowRunRow } from "../../save/save-workflow-runs.ts";
import { id, instant, optionalInstant, optionalText, text, user } from "./rest-fields.ts";

/** A run as REST and the event `workflow_run` tell it: its newest attempt, or the one asked for. */
export const runShape = z
  .object({
    id,
    /** Answers of 2020 have none. */
    run_attempt: z.int().positive().nullish(),
    node_id: optionalText,
    workflow_id: id,
    path: optionalText,
    run_number: z.int().nullish(),
    name: optionalText,
    event: optionalText,
    status: optionalText,
    conclusion: optionalText,
    head_branch: optionalText,
    head_sha: text.pipe(z.string().min(1)),
    actor: user,
    triggering_actor: user,
    created_at: instant,
    run_started_at: optionalInstant,
    updated_at: instant,
  })
  .transform((run) => ({ ...run, run_attempt: run.run_attempt ?? 1, startedBy: run.triggering_actor ?? run.actor }));

export type RestRun = z.output<typeof runShape>;

/** Its account must be among the saved ones (`startedBy`). */
export function toRunRow(run: RestRun, accountIds: AccountIds): WorkflowRunRow {
  return {
    githubId: run.id,
    attempt: run.run_attempt,
    nodeId: run.node_id,
    workflowGithubId: run.workflow_id,
    workflowPath: run.path,
    number: run.run_number ?? null,
    name: run.name,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    headBranch: run.head_branch,
    headSha: run.head_sha,
    actorId: accountIds(run.startedBy?.login ?? null),
    createdAt: run.created_at,
    runStartedAt: run.run_started_at ?? run.created_at,
    updatedAt: run.updated_at,
  };
}
