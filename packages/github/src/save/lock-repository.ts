import type { Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

// PostgreSQL's lock_not_available: the connection's lock_timeout ran out.
const lockNotAvailable = "55P03";

/**
 * Lets one writer at a time into a repository, until its transaction ends: every save function here relies on it.
 * Throws `conflict` when another one stays too long.
 */
export async function lockRepository(
  tx: Tx,
  input: { readonly workspaceId: number; readonly fullName: string },
): Promise<void> {
  const key = `pulse:repository:${input.workspaceId}:${input.fullName.toLowerCase()}`;
  try {
    await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    throw new AppError(
      "conflict",
      `Another import or sync of ${input.fullName} is still running. Try again when it is done`,
      { cause: error },
    );
  }
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === lockNotAvailable;
}
