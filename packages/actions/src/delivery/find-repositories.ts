import type { Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { shownRepository } from "@pulse/metrics";
import { sql } from "kysely";

export type FoundRepository = { readonly id: number; readonly fullName: string };

/** Repositories of a workspace by name, in whatever spelling; all of them when none is named. Throws `not_found` for one that is not there. */
export async function findRepositories(
  tx: Tx,
  workspaceId: number,
  names: readonly string[],
): Promise<readonly FoundRepository[]> {
  const wanted = names.map((name) => name.toLowerCase());
  const found = await sql<FoundRepository>`
    select repository.id, repository.full_name
    from pulse.repositories as repository
    where repository.workspace_id = ${workspaceId}
      and ${shownRepository}
      and (${names.length === 0} or lower(repository.full_name) = any (${wanted}::text[]))
    order by repository.full_name collate "C"
  `.execute(tx);
  const missing = names.find((name) => !found.rows.some((row) => row.fullName.toLowerCase() === name.toLowerCase()));
  if (missing === undefined) return found.rows;
  throw new AppError(
    "not_found",
    `Nothing is known of the repository ${missing} in this workspace. Run: ./pulse repo list`,
  );
}
