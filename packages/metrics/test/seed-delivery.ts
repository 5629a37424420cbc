import { sql } from "kysely";

import { mergesOf, type Repository } from "./history.ts";
import type { Seed } from "./seed-rows.ts";

type DeliveryInput = { readonly repository: Repository; readonly repositoryId: number };

const baseSha = "ba5e".padEnd(40, "0");

/** The commit with which a pull request came to the branch. */
export function mergeSha(number: number): string {
  return `c0ffee${String(number).padStart(34, "0")}`;
}

/** One commit for each merge, every second one with its own two parents, then what was deployed of them, and what went wrong. */
export async function seedDelivery(seed: Seed, { repository, repositoryId }: DeliveryInput): Promise<void> {
  const shas = [baseSha, ...mergesOf(repository).map(({ number }) => mergeSha(number))];
  await seed(
    "deployments",
    "source, external_id, environment, is_production, sha, state, created_at, finished_at, fetched_at",
    {
      rows: repository.deployments.map((deployment, index) => ({
        ...deployment,
        index,
        sha: shas[Math.min(deployment.merges, shas.length - 1)],
      })),
      shape: sql`index integer, sha text, "isProduction" boolean, "finishedAt" float8`,
      values: sql`
      'api', index::text, 'somewhere', "isProduction", sha, case when "finishedAt" is null then 'failure' else 'success' end, 'epoch',
      to_timestamp("finishedAt"), now()
    `,
    },
  );
  await seed("commits", "sha, parent_shas, authored_at, committed_at, headline, is_on_default_branch, fetched_at", {
    rows: shas.map((sha, index) => ({
      sha,
      parents: index === 0 ? [] : [shas[index - 1], ...(index % 2 === 0 ? [sha.replace("c0ffee", "facade")] : [])],
    })),
    shape: sql`sha text, parents text[]`,
    values: sql`sha, parents, 'epoch', 'epoch', '', false, now()`,
  });
  const isByHand = sql`link <> 'rule'`;
  await seed(
    "incidents",
    "source, external_id, title, deployment_id, is_linked_by_hand, fix_numbers, began_at, resolved_at, fetched_at",
    {
      rows: repository.incidents.map((incident, index) => ({ ...incident, link: String(incident.link), index })),
      shape: sql`index integer, link text, fixes integer[], "beganAt" float8, "resolvedAt" float8`,
      values: sql`
        'api', index::text, 'Outage',
        (select id from pulse.deployments where repository_id = ${repositoryId} and source = 'api' and external_id = link),
        ${isByHand}, fixes, to_timestamp("beganAt"), to_timestamp("resolvedAt"), now()
      `,
    },
  );
}
