import { z } from "zod";

import { saveDeploymentStatuses } from "../../save/save-deployment-statuses.ts";
import { applyDeployment, deploymentSchema } from "../apply-deployment.ts";
import { defineHandler, done } from "../event-handler.ts";
import { liveSubject } from "../live-subject.ts";
import { instantSchema } from "../payload/instant.ts";
import { userSchema } from "../payload/user.ts";

const schema = z.object({
  deployment: deploymentSchema,
  deployment_status: z.object({
    id: z.int().positive(),
    node_id: z.string().nullish(),
    state: z.string(),
    description: z.string().nullish(),
    log_url: z.string().nullish(),
    target_url: z.string().nullish(),
    created_at: instantSchema,
  }),
  sender: userSchema,
});

const liveKinds: Readonly<Record<string, string>> = {
  success: "deployment.succeeded",
  failure: "deployment.failed",
  error: "deployment.failed",
};

export const deploymentStatusHandler = defineHandler({
  event: "deployment_status",
  schema,
  people: (payload) => [payload.deployment.creator, payload.sender],
  apply: async (ctx, { deployment, deployment_status: status, sender }) => {
    const deploymentId = await applyDeployment(ctx, deployment);
    await saveDeploymentStatuses(ctx.tx, ctx.scope, [
      {
        deploymentId,
        githubId: status.id,
        nodeId: status.node_id ?? null,
        state: status.state,
        description: status.description ?? null,
        logUrl: status.log_url || status.target_url || null,
        createdAt: status.created_at,
      },
    ]);
    const kind = liveKinds[status.state.toLowerCase()];
    const title = deployment.environment ?? null;
    return done(`deployment ${deployment.id} is ${status.state}`, {
      changed: ["deployments"],
      live: kind === undefined ? [] : [liveSubject(ctx, kind, { title, actor: sender })],
    });
  },
});
