import { deploymentStates, recordDeployment } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { withActionContext } from "../with-action-context.ts";

export const deploymentRecord = command({
  name: "deployment record",
  summary: "Tell of a deployment, of one repository or several",
  description:
    "What is posted counts beside the rule of the repository. The same id again corrects it, so a step that is repeated counts once. Over HTTP it is POST /api/deployments.",
  examples: [
    "./pulse deployment record pipeline-4711 --repo acme/site --sha 0123456789abcdef0123456789abcdef01234567",
    "./pulse deployment record pipeline-4712 --repo acme/site --repo acme/api --at 2026-03-02T10:15:00Z",
  ],
  args: z.object({
    id: z.string().describe("your own id of it"),
    repo: z.array(z.string()).min(1, "name at least one repository").describe("owner/name"),
    sha: z
      .string()
      .optional()
      .describe("the commit, of one repository; without it nobody can say which changes it brought"),
    environment: z.string().default("production").describe("what it was deployed to"),
    state: z.enum(deploymentStates).default("success").describe("how far it is"),
    at: z.string().optional().describe("when it was finished; now unless given"),
    stage: z.boolean().default(false).describe("it is a stage before production, and counts in no number"),
  }),
  positionals: ["id"],
  run: async (ctx, { id, repo, sha, environment, state, at, stage }) => {
    const recorded = await withActionContext(ctx, (actionCtx) =>
      recordDeployment.run(actionCtx, {
        externalId: id,
        repositories: repo.map((repository) => ({ repository, sha: sha ?? null })),
        environment,
        isProduction: !stage,
        state,
        finishedAt: at,
      }),
    );
    if (ctx.json) ctx.printJson(recorded);
    else
      ctx.out(
        recorded.deployments
          .map((each) => `${each.isNew ? "Recorded" : "Corrected"} ${id} of ${each.repository}`)
          .join("\n"),
      );
  },
});
