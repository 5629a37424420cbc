import { z } from "zod";

import { saveWorkflowJobs } from "../../save/save-workflow-jobs.ts";
import { jobShape, toJobRow } from "../../sync/rest/job-shape.ts";
import { defineHandler, done } from "../event-handler.ts";

export const workflowJobHandler = defineHandler({
  event: "workflow_job",
  schema: z.object({ action: z.string(), workflow_job: jobShape }),
  people: () => [],
  apply: async (ctx, { action, workflow_job: job }) => {
    await saveWorkflowJobs(ctx.tx, ctx.scope, [toJobRow(job)]);
    return done(`job ${job.name} ${action}`, { changed: ["workflow_jobs"] });
  },
});
