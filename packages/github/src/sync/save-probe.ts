import type { Tx } from "@pulse/db";
import { AppError, isAppError } from "@pulse/kit";
import { sql } from "kysely";

import { saveRepository } from "../save/save-repository.ts";
import { saveRepositoryDay } from "../save/save-repository-days.ts";
import { noCounts, type SaveScope } from "../save/save-scope.ts";
import type { PageCounts } from "./kind-reader.ts";
import type { RepositoryProbe } from "./repository-probe.ts";
import type { SyncedRepositoryRow } from "./sync-context.ts";

/**
 * Saves what the repository is called, how it is set and how it is liked today, and says where its reader now stands: a new name or owner is
 * followed and told, and what had been lost is found again.
 */
export async function saveProbe(
  tx: Tx,
  scope: SaveScope,
  input: { readonly repository: SyncedRepositoryRow; readonly probe: RepositoryProbe },
): Promise<{ readonly counts: PageCounts; readonly fullName: string }> {
  const { repository, probe } = input;
  const { githubId } = probe;
  if (githubId === null) throw new AppError("internal", `GitHub tells no id of ${repository.fullName}`);
  const saved = await saveRepository(tx, scope, { ...probe, githubId });
  const day = await saveRepositoryDay(tx, scope, probe);
  await saveAccess(tx, scope, { ...input, renamedFrom: saved.renamedFrom });
  return {
    counts: { repository: { ...noCounts, changed: saved.isChanged ? 1 : 0 }, repository_days: day },
    fullName: saved.fullName,
  };
}

async function saveAccess(
  tx: Tx,
  scope: SaveScope,
  input: {
    readonly repository: SyncedRepositoryRow;
    readonly probe: RepositoryProbe;
    readonly renamedFrom: string | null;
  },
): Promise<void> {
  const { repository, probe, renamedFrom } = input;
  const isMoved = renamedFrom !== null && renamedFrom.toLowerCase() !== `${probe.owner}/${probe.name}`.toLowerCase();
  const isNewOwner = isMoved && repository.owner.toLowerCase() !== probe.owner.toLowerCase();
  const news = isMoved ? (isNewOwner ? "transferred" : "renamed") : null;
  const detail = isMoved
    ? `GitHub now has ${renamedFrom} as ${probe.owner}/${probe.name}; it is read under that name. Change links and scripts that use the old one`
    : probe.isArchived
      ? `${repository.fullName} is archived at GitHub: nothing in it changes any more. To stop asking: ./pulse repo remove ${repository.fullName}`
      : null;
  // The news of a new name stays until somebody connects the repository again; what was lost is over once it is read.
  await sql`
    update pulse.repositories
    set access = coalesce(${news}::text, case when access in ('renamed', 'transferred') then access else 'ok' end),
      access_detail = case
        when ${news}::text is null and access in ('renamed', 'transferred') then access_detail
        else ${detail}::text
      end,
      access_checked_at = ${scope.fetchedAt}::timestamptz
    where id = ${scope.repositoryId}
  `.execute(tx);
}

/** GitHub gave the name to another repository: nothing of it may be mixed with what is stored. */
export function isAnotherRepository(error: unknown): error is AppError {
  return isAppError(error) && error.code === "conflict" && "storedId" in error.details;
}
