import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { whenBusy } from "./when-busy.ts";

/**
 * Lets one writer at a time into a repository, until its transaction ends: every save function here relies on it. The row is what is locked,
 * since a name may change while it is read. Throws `conflict` when another one stays too long.
 */
export async function lockRepository(
  tx: Tx,
  repository: { readonly id: number; readonly fullName: string },
): Promise<void> {
  const key = `pulse:repository:${repository.id}`;
  await whenBusy(repository.fullName, async () => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
  });
}
