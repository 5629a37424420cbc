import { z } from "zod";

import type { WorkflowJobRow } from "../../save/save-workflow-jobs.ts";
import { id, optionalInstant, optionalText, text } from "./rest-fields.ts";

const step = z.object({
  number: z.int().positive(),
  name: text,
  status: optionalText,
  conclusion: optionalText,
  started_at: optionalInstant,
  completed_at: optionalInstant,
});

/** A job with its steps as REST and the event `workflow_job` tell it. Answers of 2021 have no `created_at`. */
export const jobShape = z.object({
  id,
  run_id: id,
  run_attempt: z.int().positive().nullish(),
  node_id: optionalText,
  name: text,
  workflow_name: optionalText,
  status: optionalText,
  conclusion: optionalText,
  labels: z.array(text).nullish(),
  runner_name: optionalText,
  runner_group_name: optionalText,
  created_at: optionalInstant,
  started_at: optionalInstant,
  completed_at: optionalInstant,
  steps: z.array(step).nullish(),
});

export type RestJob = z.output<typeof jobShape>;

export function toJobRow(job: RestJob): WorkflowJobRow {
  return {
    githubId: job.id,
    nodeId: job.node_id,
    githubRunId: job.run_id,
    attempt: job.run_attempt ?? 1,
    name: job.name,
    workflowName: job.workflow_name,
    status: job.status,
    conclusion: job.conclusion,
    runnerLabels: job.labels ?? [],
    runnerName: job.runner_name,
    runnerGroup: job.runner_group_name,
    createdAt: job.created_at,
    startedAt: job.started_at,
    completedAt: job.completed_at,
    steps: (job.steps ?? []).map((found) => ({
      number: found.number,
      name: found.name,
      status: found.status,
      conclusion: found.conclusion,
      startedAt: found.started_at,
      completedAt: found.completed_at,
    })),
  };
}
