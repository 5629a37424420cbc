import { z } from "zod";

import { saveWorkflowRuns } from "../../save/save-workflow-runs.ts";
import { saveWorkflows } from "../../save/save-workflows.ts";
import { runShape, toRunRow } from "../../sync/rest/run-shape.ts";
import { toWorkflowRow, workflowShape } from "../../sync/rest/workflow-shape.ts";
import { defineHandler, done } from "../event-handler.ts";
import { liveSubject } from "../live-subject.ts";
import { userSchema } from "../payload/user.ts";

const schema = z.object({
  action: z.string(),
  workflow: workflowShape.nullish().catch(null),
  workflow_run: runShape,
  sender: userSchema,
});

export const workflowRunHandler = defineHandler({
  event: "workflow_run",
  schema,
  people: ({ workflow_run: run, sender }) => [userSchema.parse(run.startedBy), sender],
  apply: async (ctx, { action, workflow, workflow_run: run, sender }) => {
    if (workflow) await saveWorkflows(ctx.tx, ctx.scope, { isComplete: false, rows: [toWorkflowRow(workflow)] });
    const row = toRunRow(run, () => ctx.accountOf(userSchema.parse(run.startedBy)));
    await saveWorkflowRuns(ctx.tx, ctx.scope, [
      { ...row, workflowPath: row.workflowPath ?? workflow?.path ?? null, name: row.name ?? workflow?.name ?? null },
    ]);
    const kind = action === "completed" ? "run.completed" : "run.started";
    const { subject } = liveSubject(ctx, kind, { title: run.name, actor: sender });
    return done(`run ${run.id} ${action}`, {
      changed: ["workflow_runs"],
      live: action === "in_progress" ? [] : [{ kind, subject: { ...subject, conclusion: run.conclusion } }],
    });
  },
});
