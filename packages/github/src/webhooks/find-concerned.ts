import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { ClaimedDelivery } from "./claim-deliveries.ts";
import type { ConcernedRepository } from "./event-handler.ts";

type Found = ConcernedRepository & { readonly connectionId: number | null };

/** Whose rows each delivery concerns; `nobody's` says why there are none. */
export type Concern = { readonly repositories: readonly ConcernedRepository[]; readonly nobodys: string | null };

/**
 * Finds the tracked repositories that deliveries are about, by GitHub's id: a name can pass to another repository. A delivery at a connection's
 * own address concerns only what that connection serves; one at the installation's concerns every workspace that tracks the repository.
 */
export async function findConcerned(
  tx: Tx,
  deliveries: readonly ClaimedDelivery[],
): Promise<(delivery: ClaimedDelivery) => Concern> {
  const githubIds = deliveries.flatMap((delivery) => delivery.repositoryGithubId ?? []);
  const found = await sql<Found>`
    select id, workspace_id, github_id, full_name, default_branch, connection_id
    from pulse.repositories
    where is_tracked
      and github_id = any(${githubIds}::bigint[])
    order by workspace_id, id
  `.execute(tx);
  const byGithubId = Map.groupBy(found.rows, (row) => row.githubId);
  return (delivery) => {
    const tracked = byGithubId.get(delivery.repositoryGithubId ?? 0) ?? [];
    if (delivery.connectionId === null) {
      return { repositories: tracked, nobodys: tracked.length === 0 ? "no workspace tracks this repository" : null };
    }
    const served = tracked.filter((row) => row.connectionId === delivery.connectionId);
    return {
      repositories: served,
      nobodys: served.length === 0 ? "this connection does not serve the repository" : null,
    };
  };
}
