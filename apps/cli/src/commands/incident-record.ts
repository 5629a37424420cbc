import { recordIncident } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { withActionContext } from "../with-action-context.ts";

export const incidentRecord = command({
  name: "incident record",
  summary: "Tell of an incident, or that it is over",
  description:
    "The same id again corrects it, and closes it with --resolved. It is linked to the last deployment of its repository that had finished before it began, unless --deployment names another. Over HTTP it is POST /api/incidents.",
  examples: [
    "./pulse incident record PD-42 'Checkout is down' --repo acme/site",
    "./pulse incident record PD-42 'Checkout is down' --repo acme/site --resolved 2026-03-02T12:30:00Z",
  ],
  args: z.object({
    id: z.string().describe("your own id of it"),
    title: z.string().describe("what is wrong"),
    repo: z.string().describe("owner/name"),
    began: z.string().optional().describe("when it began; now unless given"),
    resolved: z.string().optional().describe("when it was over"),
    deployment: z.string().optional().describe("id of the deployment that caused it"),
  }),
  positionals: ["id", "title"],
  run: async (ctx, { id, title, repo, began, resolved, deployment }) => {
    const incident = await withActionContext(ctx, (actionCtx) =>
      recordIncident.run(actionCtx, {
        externalId: id,
        repository: repo,
        title,
        beganAt: began,
        resolvedAt: resolved,
        deployment,
      }),
    );
    if (ctx.json) ctx.printJson(incident);
    else
      ctx.out(
        `${incident.isNew ? "Recorded" : "Corrected"} ${id} of ${incident.repository}${incident.resolvedAt === null ? "" : ", which is over"}`,
      );
  },
});
