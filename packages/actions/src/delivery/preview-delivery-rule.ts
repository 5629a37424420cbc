import { withService } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { repositoryName } from "./delivery-fields.ts";
import { ruleShape } from "./delivery-rule.ts";
import { findRepositories } from "./find-repositories.ts";

const shown = 20;

type Deployment = {
  readonly externalId: string;
  readonly name: string | null;
  readonly ref: string | null;
  readonly sha: string | null;
  readonly finishedAt: Date;
};
type Issue = { readonly number: number; readonly title: string; readonly createdAt: Date; readonly total: number };

/** What a rule would make of a repository as it is known now, before anybody saves it: how many there are, and the latest of them. */
export const previewDeliveryRule = defineAction({
  name: "preview_delivery_rule",
  summary: "Show what a rule would count as deployments and incidents",
  scope: "read",
  input: z.object({ repository: repositoryName, ...ruleShape }),
  run: async (ctx, { repository: name, ...rule }) =>
    await withService(ctx.db, async (tx) => {
      const [repository] = await findRepositories(tx, ctx.actor.workspaceId, [name]);
      if (repository === undefined) throw new Error("a repository that was found is not there");
      const deployments = await sql<Deployment & { readonly total: number }>`
        select external_id, name, ref, sha, finished_at, count(*) over () as total
        from pulse.list_deployments_by_rule(
          ${repository.id}, ${rule.source}, ${rule.names}::text[], ${rule.branches}::text[], ${rule.countsPrereleases}
        )
        order by finished_at desc, external_id
        limit ${shown}
      `.execute(tx);
      const issues = await sql<Issue>`
        select number, title, created_at, count(*) over () as total
        from pulse.issues
        where repository_id = ${repository.id}
          and deleted_at is null
          and exists (
            select
            from unnest(label_names) as label (name)
            where pulse.is_like_any(label.name, ${rule.incidentLabels}::text[])
          )
        order by created_at desc, number desc
        limit ${shown}
      `.execute(tx);
      const reverts = await sql<Issue>`
        select number, title, created_at, count(*) over () as total
        from pulse.pull_requests
        where repository_id = ${repository.id}
          and ${rule.countsReverts}
          and deleted_at is null
          and state <> 'closed'
          and pulse.is_revert(title, head_ref)
        order by created_at desc, number desc
        limit ${shown}
      `.execute(tx);
      return {
        repository: repository.fullName,
        deployments: summaryOf(deployments.rows),
        issues: summaryOf(issues.rows),
        reverts: summaryOf(reverts.rows),
      };
    }),
});

function summaryOf<T extends { readonly total: number }>(rows: readonly T[]) {
  return { total: rows[0]?.total ?? 0, latest: rows.map(({ total: _total, ...row }) => row) };
}
