import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SaveScope } from "../../../save/save-scope.ts";

export type Parent = { readonly issueId: number | null; readonly pullRequestId: number | null };

/** The stored issues and pull requests of these numbers. What hangs on items older than what is read has no place. */
export async function findItems(
  tx: Tx,
  scope: SaveScope,
  numbers: Iterable<number>,
): Promise<ReadonlyMap<number, Parent>> {
  const wanted = [...new Set(numbers)];
  const found = await sql<Parent & { number: number }>`
    select number, id as issue_id, null::bigint as pull_request_id
    from pulse.issues
    where repository_id = ${scope.repositoryId}
      and number = any(${wanted}::integer[])
    union all
    select number, null, id
    from pulse.pull_requests
    where repository_id = ${scope.repositoryId}
      and number = any(${wanted}::integer[])
  `.execute(tx);
  return new Map(found.rows.map(({ number, ...parent }) => [number, parent]));
}
