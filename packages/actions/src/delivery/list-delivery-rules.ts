import { withWorkspace } from "@pulse/db";
import { shownRepository } from "@pulse/metrics";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import type { DeliveryRule } from "./delivery-rule.ts";

export type ListedRule = DeliveryRule & {
  readonly repository: string;
  /** Nobody has saved one. */
  readonly isDefault: boolean;
  /** Deployments of production that are known, and incidents. */
  readonly deployments: number;
  readonly incidents: number;
};

/** What counts as production in each repository, saved or not. */
export const listDeliveryRules = defineAction({
  name: "list_delivery_rules",
  summary: "List what counts as production in each repository",
  scope: "read",
  input: z.object({}),
  run: async (ctx) => {
    const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
      sql<ListedRule>`
        select
          repository.full_name as repository, rule.is_default, rule.source, rule.name_patterns as names, rule.branch_patterns as branches,
          rule.counts_prereleases, rule.incident_labels, rule.counts_reverts,
          (
            select count(*)
            from metrics.deployment_timeline as deployment
            where deployment.repository_id = rule.repository_id
          ) as deployments,
          (
            select count(*)
            from pulse.incidents as incident
            where incident.repository_id = rule.repository_id
          ) as incidents
        from metrics.delivery_rules as rule
        join pulse.repositories as repository on repository.id = rule.repository_id
        where rule.workspace_id = ${ctx.actor.workspaceId}
          and ${shownRepository}
        order by repository.full_name collate "C"
      `.execute(tx),
    );
    return { rules: found.rows };
  },
});
