import { z } from "zod";

import { applyDeployment, deploymentSchema } from "../apply-deployment.ts";
import { defineHandler, done } from "../event-handler.ts";
import { liveSubject } from "../live-subject.ts";
import { userSchema } from "../payload/user.ts";

export const deploymentHandler = defineHandler({
  event: "deployment",
  schema: z.object({ deployment: deploymentSchema, sender: userSchema }),
  people: (payload) => [payload.deployment.creator, payload.sender],
  apply: async (ctx, { deployment, sender }) => {
    await applyDeployment(ctx, deployment);
    const title = deployment.environment ?? null;
    return done(`deployment ${deployment.id} created`, {
      changed: ["deployments"],
      live: [liveSubject(ctx, "deployment.created", { title, actor: sender })],
    });
  },
});
