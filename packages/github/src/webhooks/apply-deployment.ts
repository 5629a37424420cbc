import { z } from "zod";

import { isProductionEnvironment } from "../save/is-production-environment.ts";
import { saveDeployments } from "../save/save-deployments.ts";
import type { ApplyContext } from "./event-handler.ts";
import { instantSchema } from "./payload/instant.ts";
import { userSchema } from "./payload/user.ts";

export const deploymentSchema = z.object({
  id: z.int().positive(),
  environment: z.string().nullish(),
  production_environment: z.boolean().nullish(),
  sha: z.string().nullish(),
  ref: z.string().nullish(),
  creator: userSchema,
  created_at: instantSchema,
  updated_at: instantSchema,
});

type PayloadDeployment = z.output<typeof deploymentSchema>;

/** Saves the deployment of a payload and gives its row. */
export async function applyDeployment(ctx: ApplyContext, deployment: PayloadDeployment): Promise<number> {
  const environment = deployment.environment ?? null;
  const saved = await saveDeployments(ctx.tx, ctx.scope, [
    {
      githubId: deployment.id,
      environment,
      isProduction: isProductionEnvironment({
        environment,
        isMarkedProduction: deployment.production_environment ?? false,
      }),
      sha: deployment.sha ?? null,
      ref: deployment.ref ?? null,
      creatorId: ctx.accountOf(deployment.creator),
      url: null,
      createdAt: deployment.created_at,
      updatedAt: deployment.updated_at,
    },
  ]);
  const id = saved.idByGithubId.get(deployment.id);
  if (id === undefined) throw new Error("a saved deployment has no id");
  return id;
}
