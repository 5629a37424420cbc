import { withService } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { repositoryName } from "./delivery-fields.ts";
import { ruleShape } from "./delivery-rule.ts";
import { findRepositories } from "./find-repositories.ts";

/** Says what counts as production in some repositories, or in all there are. What was deployed before is judged anew at once. */
export const saveDeliveryRule = defineAction({
  name: "save_delivery_rule",
  summary: "Say what counts as a deployment of production, and what as an incident",
  scope: "admin",
  input: z.object({
    repositories: z.array(repositoryName).max(1000).default([]).describe("owner/name; empty means all there are now"),
    ...ruleShape,
  }),
  run: async (ctx, { repositories: names, ...rule }) => {
    const { workspaceId } = ctx.actor;
    const { saved, before } = await withService(ctx.db, async (tx) => {
      const repositories = await findRepositories(tx, workspaceId, names);
      const former = await sql<{ readonly rule: unknown }>`
        select json_build_object(
          'repository', repository.full_name, 'source', rule.source, 'names', rule.name_patterns, 'branches', rule.branch_patterns,
          'countsPrereleases', rule.counts_prereleases, 'incidentLabels', rule.incident_labels, 'countsReverts', rule.counts_reverts
        ) as rule
        from pulse.delivery_rules as rule
        join pulse.repositories as repository
          on repository.id = rule.repository_id
        where rule.workspace_id = ${workspaceId}
          and rule.repository_id = any(${repositories.map(({ id }) => id)}::bigint[])
        order by rule.repository_id
      `.execute(tx);
      await sql`
        insert into pulse.delivery_rules as rule (
          workspace_id, repository_id, source, name_patterns, branch_patterns, counts_prereleases, incident_labels, counts_reverts, updated_at
        )
        select
          ${workspaceId}, id, ${rule.source}, ${rule.names}::text[], ${rule.branches}::text[], ${rule.countsPrereleases},
          ${rule.incidentLabels}::text[], ${rule.countsReverts}, ${ctx.clock.now()}
        from unnest(${repositories.map(({ id }) => id)}::bigint[]) as wanted (id)
        order by id
        on conflict (repository_id) do update set
          source = excluded.source,
          name_patterns = excluded.name_patterns,
          branch_patterns = excluded.branch_patterns,
          counts_prereleases = excluded.counts_prereleases,
          incident_labels = excluded.incident_labels,
          counts_reverts = excluded.counts_reverts,
          updated_at = excluded.updated_at
      `.execute(tx);
      return {
        saved: repositories.map(({ fullName }) => fullName),
        before: former.rows.map((row) => row.rule),
      };
    });
    ctx.note({ before: before.length === 0 ? null : before, after: { repositories: saved, ...rule } });
    return { repositories: saved, ...rule };
  },
});
