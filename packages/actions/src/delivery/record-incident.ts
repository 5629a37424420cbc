import { withService, type Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { externalId, instant, plain, repositoryName, webAddress } from "./delivery-fields.ts";
import { checkTimes } from "./check-times.ts";
import { findRepositories } from "./find-repositories.ts";

const input = z.object({
  externalId,
  repository: repositoryName,
  title: plain(500),
  beganAt: instant.nullish().describe("now unless given"),
  resolvedAt: instant.nullish().describe("left out while it goes on"),
  url: webAddress.default(null).describe("where people see it"),
  deployment: externalId
    .nullish()
    .describe(
      "external id of the deployment that caused it; without it, the last one that had finished before it began",
    ),
  fixedBy: z
    .array(z.int().positive())
    .max(100)
    .nullish()
    .describe("numbers of the pull requests that mend it, in the same repository"),
});

/** Takes an incident that another system tells of. The same id again corrects it, and closes it when it says when it was resolved. */
export const recordIncident = defineAction({
  name: "record_incident",
  summary: "Tell of an incident, or that it is over",
  scope: "write",
  input,
  run: async (ctx, told) => {
    const now = ctx.clock.now();
    const incident = await withService(ctx.db, async (tx) => {
      const { workspaceId } = ctx.actor;
      const [repository] = await findRepositories(tx, workspaceId, [told.repository]);
      if (repository === undefined) throw new Error("a repository that was found is not there");
      const deploymentId =
        typeof told.deployment === "string" ? await findDeployment(tx, repository.id, told.deployment) : null;
      const saved = await sql<{
        readonly id: number;
        readonly isNew: boolean;
        readonly beganAt: Date;
        readonly resolvedAt: Date | null;
      }>`
        insert into pulse.incidents as incident (
          workspace_id, repository_id, source, external_id, title, deployment_id, is_linked_by_hand, fix_numbers, began_at, resolved_at, url,
          updated_at, fetched_at
        )
        values (
          ${workspaceId}, ${repository.id}, 'api', ${told.externalId}, ${told.title}, ${deploymentId}, ${deploymentId !== null},
          ${told.fixedBy ?? []}::integer[], coalesce(${told.beganAt ?? null}::timestamptz, ${now}), ${told.resolvedAt ?? null}, ${told.url},
          ${now}, ${now}
        )
        on conflict (repository_id, source, external_id) do update set
          title = excluded.title,
          deployment_id = coalesce(excluded.deployment_id, incident.deployment_id),
          is_linked_by_hand = excluded.is_linked_by_hand or incident.is_linked_by_hand,
          fix_numbers = case when ${told.fixedBy === null || told.fixedBy === undefined} then incident.fix_numbers else excluded.fix_numbers end,
          began_at = case when ${told.beganAt ?? null}::timestamptz is null then incident.began_at else excluded.began_at end,
          resolved_at = coalesce(excluded.resolved_at, incident.resolved_at),
          url = coalesce(excluded.url, incident.url),
          updated_at = excluded.updated_at,
          fetched_at = excluded.fetched_at
        returning id, xmax = 0 as is_new, began_at, resolved_at
      `.execute(tx);
      const [row] = saved.rows;
      if (row === undefined) throw new Error("a saved incident has no id");
      checkTimes(row, now);
      return { ...row, repository: repository.fullName, externalId: told.externalId };
    });
    ctx.note({ after: incident });
    return incident;
  },
});

/** Throws `not_found` when nothing of that id was deployed from the repository. */
async function findDeployment(tx: Tx, repositoryId: number, id: string): Promise<number> {
  const found = await sql<{ readonly id: number }>`
    select id
    from pulse.deployments
    where repository_id = ${repositoryId}
      and external_id = ${id}
    order by source = 'api' desc, id desc
    limit 1
  `.execute(tx);
  const [row] = found.rows;
  if (row !== undefined) return row.id;
  throw new AppError("not_found", `No deployment "${id}" is known of this repository. GET /api/deployments lists them`);
}
