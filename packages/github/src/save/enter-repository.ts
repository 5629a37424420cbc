import type { Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import { ensureRepository, type SavedRepository } from "./ensure-repository.ts";
import { lockRepository } from "./lock-repository.ts";
import type { RepositoryName } from "./parse-repository-name.ts";
import { whenBusy } from "./when-busy.ts";

type Input = {
  readonly workspaceId: number;
  readonly repository: RepositoryName;
  readonly fetchedAt: string;
};

// Whoever holds it can rename it once before letting us in; more than that in one moment is no race but a fault.
const mostTries = 3;

/**
 * The workspace's repository of this name, made when it is not there yet, with the lock that lets one writer at a time into it. A row that was
 * renamed while we waited for it is another repository than the one that was asked for. Throws `conflict` when another writer stays too long.
 */
export async function enterRepository(tx: Tx, input: Input): Promise<SavedRepository> {
  const { fullName } = input.repository;
  for (let tries = 0; tries < mostTries; tries += 1) {
    // Of two who make the same repository the second waits for the first.
    const saved = await whenBusy(fullName, async () => await ensureRepository(tx, input));
    await lockRepository(tx, { id: saved.id, fullName });
    const now = await sql<{ fullName: string }>`
      select full_name
      from pulse.repositories
      where id = ${saved.id}
    `.execute(tx);
    if (now.rows[0]?.fullName.toLowerCase() === fullName.toLowerCase()) return saved;
  }
  throw new AppError("conflict", `${fullName} is being renamed or removed. Try again`);
}
