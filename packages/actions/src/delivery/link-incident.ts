import { withService } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { getIncident } from "./get-incident.ts";

const input = z.object({
  id: z.int().positive().describe("of the incident"),
  deploymentId: z
    .int()
    .positive()
    .nullish()
    .describe("of the deployment that caused it; null: none did; left out: as the rule says"),
});

/** Says by hand which deployment caused an incident, or that none did, which no rule changes again; or gives it back to the rule. */
export const linkIncident = defineAction({
  name: "link_incident",
  summary: "Link an incident to the deployment that caused it, or take the link away",
  scope: "write",
  input,
  run: async (ctx, { id, deploymentId }) =>
    await withService(ctx.db, async (tx) => {
      const { workspaceId } = ctx.actor;
      const before = await getIncident(tx, workspaceId, id);
      const linked = await sql<{ readonly id: number }>`
        update pulse.incidents as incident
        set deployment_id = ${deploymentId ?? null},
          is_linked_by_hand = ${deploymentId !== undefined},
          updated_at = ${ctx.clock.now()}
        where incident.repository_id = ${before.repositoryId}
          and incident.id = ${id}
          and (
            ${deploymentId ?? null}::bigint is null
            or exists (
              select
              from pulse.deployments as deployment
              where deployment.repository_id = incident.repository_id
                and deployment.id = ${deploymentId ?? null}
                and deployment.is_production
                and deployment.finished_at is not null
            )
          )
        returning incident.id
      `.execute(tx);
      if (linked.rows.length === 0) {
        throw new AppError(
          "not_found",
          `There is no deployment ${deploymentId} of production in ${before.repository}. An incident is linked to one of its own repository`,
        );
      }
      // The rule finds its deployment before the transaction ends.
      await sql`set constraints pulse.flush_stale_deliveries immediate`.execute(tx);
      const after = await getIncident(tx, workspaceId, id);
      ctx.note({ before, after });
      return after;
    }),
});
