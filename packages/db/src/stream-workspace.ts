import type { Db, Tx } from "./connect.ts";
import { enterWorkspace, type WorkspaceClaims } from "./with-workspace.ts";

/**
 * As withWorkspace, for what is too much to hold: gives what `read` gives while its transaction is open, which ends with the last of it, with
 * an error, or when nobody wants more. It changes nothing.
 */
export async function* streamWorkspace<T>(
  db: Db,
  claims: WorkspaceClaims,
  read: (tx: Tx) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const tx = await db.startTransaction().setAccessMode("read only").execute();
  try {
    await enterWorkspace(tx, claims);
    yield* read(tx);
  } finally {
    await tx.rollback().execute();
  }
}
