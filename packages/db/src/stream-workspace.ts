import type { Db, Tx } from "./connect.ts";
import { enterWorkspace, type WorkspaceClaims } from "./with-workspace.ts";

/**
 * As withWorkspace, for what is too much to hold: gives what `read` gives while its transaction is open, which ends with the last of it, with
 * an error, or when nobody wants more. It changes nothing, and all of it is of one instant.
 */
export async function* streamWorkspace<T>(
  db: Db,
  claims: WorkspaceClaims,
  read: (tx: Tx) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const tx = await db.startTransaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute();
  try {
    await enterWorkspace(tx, claims);
    yield* read(tx);
  } finally {
    await tx.rollback().execute();
  }
}
