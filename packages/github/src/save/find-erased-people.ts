import type { Tx } from "@pulse/db";
import { sql } from "kysely";

type Named = { readonly login: string; readonly githubId?: number | null };

/** The ghosts that stand for those of `people` who were erased, by login in lower case. A new login of theirs is known by GitHub's id. */
export async function findErasedPeople(
  tx: Tx,
  scope: { readonly workspaceId: number },
  people: readonly Named[],
): Promise<ReadonlyMap<string, string>> {
  const rows = people.map(({ login, githubId = null }) => ({ login, githubId }));
  const found = await sql<{ key: string; ghost: string }>`
    select distinct on (lower(row.login)) lower(row.login) as key, erased.ghost
    from json_to_recordset(${JSON.stringify(rows)}::json) as row (login text, "githubId" text)
    join pulse.erased_people as erased
      on erased.workspace_id = ${scope.workspaceId}
      and erased.hash in (pulse.hash_of_person('login', row.login), pulse.hash_of_person('id', row."githubId"))
    order by lower(row.login), erased.hash = pulse.hash_of_person('id', row."githubId") desc
  `.execute(tx);
  return new Map(found.rows.map(({ key, ghost }) => [key, ghost]));
}
