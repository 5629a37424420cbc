import { z } from "zod";

import { saveWorkflowRuns } from "../../save/save-workflow-runs.ts";
import { saveWorkflows } from "../../save/save-workflows.ts";
import { defineHandler, done, type ApplyContext } from "../event-handler.ts";
import { liveSubject } from "../live-subject.ts";
import { instantSchema } from "../payload/instant.ts";
import { userSchema } from "../payload/user.ts";

const workflowSchema = z.object({
  id: z.int().positive(),
  node_id: z.string().nullish(),
  name: z.string(),
  path: z.string().nullish(),
  state: z.string().nullish(),
  created_at: instantSchema.nullish(),
  updated_at: instantSchema.nullish(),
});

const schema = z.object({
  action: z.string(),
  workflow: workflowSchema.nullish().catch(null),
  workflow_run: z.object({
    id: z.int().positive(),
    node_id: z.string().nullish(),
    workflow_id: z.int().positive(),
    path: z.string().nullish(),
    name: z.string().nullish(),
    run_number: z.int().nullish(),
    run_attempt: z.int().positive().nullish(),
    event: z.string().nullish(),
    status: z.string().nullish(),
    conclusion: z.string().nullish(),
    head_branch: z.string().nullish(),
    head_sha: z.string(),
    actor: userSchema,
    triggering_actor: userSchema,
    created_at: instantSchema,
    run_started_at: instantSchema.nullish(),
    updated_at: instantSchema,
  }),
  sender: userSchema,
});

type Payload = z.output<typeof schema>;

export const workflowRunHandler = defineHandler({
  event: "workflow_run",
  schema,
  people: ({ workflow_run: run, sender }) => [run.actor, run.triggering_actor, sender],
  apply: async (ctx, payload) => {
    const { action, workflow_run: run, sender } = payload;
    await saveWorkflow(ctx, payload);
    await saveWorkflowRuns(ctx.tx, ctx.scope, [
      {
        githubId: run.id,
        attempt: run.run_attempt ?? 1,
        nodeId: run.node_id ?? null,
        workflowGithubId: run.workflow_id,
        workflowPath: run.path ?? payload.workflow?.path ?? null,
        number: run.run_number ?? null,
        name: run.name ?? payload.workflow?.name ?? null,
        event: run.event ?? null,
        status: run.status ?? null,
        conclusion: run.conclusion ?? null,
        headBranch: run.head_branch ?? null,
        headSha: run.head_sha,
        actorId: ctx.accountOf(run.triggering_actor ?? run.actor),
        createdAt: run.created_at,
        runStartedAt: run.run_started_at ?? run.created_at,
        updatedAt: run.updated_at,
      },
    ]);
    const kind = action === "completed" ? "run.completed" : "run.started";
    const { subject } = liveSubject(ctx, kind, { title: run.name ?? null, actor: sender });
    return done(`run ${run.id} ${action}`, {
      changed: ["workflow_runs"],
      live: action === "in_progress" ? [] : [{ kind, subject: { ...subject, conclusion: run.conclusion ?? null } }],
    });
  },
});

async function saveWorkflow(ctx: ApplyContext, { workflow }: Payload): Promise<void> {
  if (workflow === null || workflow === undefined) return;
  await saveWorkflows(ctx.tx, ctx.scope, {
    isComplete: false,
    rows: [
      {
        githubId: workflow.id,
        nodeId: workflow.node_id ?? null,
        name: workflow.name,
        path: workflow.path ?? null,
        state: workflow.state ?? null,
        createdAt: workflow.created_at ?? null,
        updatedAt: workflow.updated_at ?? null,
      },
    ],
  });
}
