import { z } from "zod";

import { saveWorkflowJobs } from "../../save/save-workflow-jobs.ts";
import { defineHandler, done } from "../event-handler.ts";
import { instantSchema } from "../payload/instant.ts";

const stepSchema = z.object({
  number: z.int().positive(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullish(),
  started_at: instantSchema.nullish(),
  completed_at: instantSchema.nullish(),
});

const schema = z.object({
  action: z.string(),
  workflow_job: z.object({
    id: z.int().positive(),
    run_id: z.int().positive(),
    run_attempt: z.int().positive().nullish(),
    node_id: z.string().nullish(),
    name: z.string(),
    workflow_name: z.string().nullish(),
    status: z.string().nullish(),
    conclusion: z.string().nullish(),
    labels: z.array(z.string()).default([]),
    runner_name: z.string().nullish(),
    runner_group_name: z.string().nullish(),
    created_at: instantSchema.nullish(),
    started_at: instantSchema.nullish(),
    completed_at: instantSchema.nullish(),
    steps: z.array(stepSchema).nullish(),
  }),
});

export const workflowJobHandler = defineHandler({
  event: "workflow_job",
  schema,
  people: () => [],
  apply: async (ctx, { action, workflow_job: job }) => {
    await saveWorkflowJobs(ctx.tx, ctx.scope, [
      {
        githubId: job.id,
        nodeId: job.node_id ?? null,
        githubRunId: job.run_id,
        attempt: job.run_attempt ?? 1,
        name: job.name,
        workflowName: job.workflow_name ?? null,
        status: job.status ?? null,
        conclusion: job.conclusion ?? null,
        runnerLabels: job.labels,
        runnerName: job.runner_name ?? null,
        runnerGroup: job.runner_group_name ?? null,
        createdAt: job.created_at ?? null,
        startedAt: job.started_at ?? null,
        completedAt: job.completed_at ?? null,
        steps: (job.steps ?? []).map((step) => ({
          number: step.number,
          name: step.name,
          status: step.status,
          conclusion: step.conclusion ?? null,
          startedAt: step.started_at ?? null,
          completedAt: step.completed_at ?? null,
        })),
      },
    ]);
    return done(`job ${job.name} ${action}`, { changed: ["workflow_jobs"] });
  },
});
