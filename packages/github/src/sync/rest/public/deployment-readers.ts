/** Deployments come a hundred to a page; what became of each is a request of its own. */
import { withService } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { isProductionEnvironment } from "../../../save/is-production-environment.ts";
import { saveAccounts } from "../../../save/save-accounts.ts";
import { saveDeploymentStatuses } from "../../../save/save-deployment-statuses.ts";
import { saveDeployments } from "../../../save/save-deployments.ts";
import type { ReaderContext } from "../../kind-reader.ts";
import { id, instant, optionalText, text, toAccounts, user } from "../rest-fields.ts";
import { createListReader } from "./create-list-reader.ts";
import { createPartReader, readPartList, type NextPlace, type Place, type WhereToLook } from "./create-part-reader.ts";

const deploymentShape = z.object({
  id,
  environment: optionalText,
  original_environment: optionalText,
  production_environment: z.boolean().nullish(),
  sha: optionalText,
  ref: optionalText,
  creator: user,
  created_at: instant,
  updated_at: instant,
});

const statusShape = z.object({
  id,
  node_id: optionalText,
  state: text,
  description: optionalText,
  log_url: optionalText,
  target_url: optionalText,
  created_at: instant,
});

// GitHub lists deployments by creation only, and a status can follow its deployment by days.
const lateStatusMs = 7 * 86_400_000;

/** Known are deployments only with what became of them, so this covers nothing by itself. */
export const publicDeploymentReader = createListReader({
  kind: "deployments",
  covers: [],
  path: "deployments?",
  schema: deploymentShape,
  instantOf: (deployment) => deployment.created_at,
  movesItem: false,
  lateMs: lateStatusMs,
  save: async (tx, scope, { rows }) => {
    const accountIds = await saveAccounts(tx, scope, toAccounts(rows.map((deployment) => deployment.creator)));
    const { counts } = await saveDeployments(
      tx,
      scope,
      rows.map((deployment) => {
        const environment = deployment.original_environment ?? deployment.environment;
        const isMarkedProduction = deployment.production_environment ?? false;
        return {
          githubId: deployment.id,
          environment,
          isProduction: isProductionEnvironment({ environment, isMarkedProduction }),
          sha: deployment.sha,
          ref: deployment.ref,
          creatorId: accountIds(deployment.creator?.login ?? null),
          url: null,
          createdAt: deployment.created_at,
          updatedAt: deployment.updated_at,
        };
      }),
    );
    return { deployments: counts };
  },
});

/** A new status moves the instant at which its deployment changed, so that those that rest are not asked for. */
export const publicDeploymentStatusReader = createPartReader({
  kind: "deployment_statuses",
  covers: ["deployments"],
  findNext: findNextDeployment,
  read: async (ctx, { number }) =>
    await readPartList(ctx, {
      kind: "deployment_statuses",
      path: `deployments/${number}/statuses`,
      schema: statusShape,
    }),
  save: async (tx, scope, { place, found }) => {
    const counts = await saveDeploymentStatuses(
      tx,
      scope,
      found.map((status) => ({
        deploymentId: place.id,
        githubId: status.id,
        nodeId: status.node_id,
        state: status.state,
        description: status.description,
        logUrl: status.log_url || status.target_url || null,
        createdAt: status.created_at,
      })),
    );
    return { deployment_statuses: counts };
  },
});

async function findNextDeployment(ctx: ReaderContext, input: WhereToLook): Promise<NextPlace> {
  const found = await withService(ctx.db, (tx) =>
    sql<Place & { readonly updatedAt: Date; readonly left: number }>`
      select id, number, moved_at as updated_at, count(*) over () as left
      from (
        select id, external_id::bigint as number, coalesce(updated_at, created_at) as moved_at
        from pulse.deployments
        where repository_id = ${ctx.repository.id}
          and source = 'github'
      ) as deployment
      where (${input.limit}::timestamptz is null or moved_at >= ${input.limit}::timestamptz)
        and (
          ${input.at ?? null}::timestamptz is null
          or (moved_at, number) < (${input.at ?? null}::timestamptz, ${input.number}::bigint)
        )
      order by moved_at desc, number desc
      limit 1
    `.execute(tx),
  );
  const [row] = found.rows;
  return row === undefined ? { place: null, left: 0 } : { place: row, left: row.left };
}
