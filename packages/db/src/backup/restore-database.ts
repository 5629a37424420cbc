import { withMigrationLock } from "../migrate/migration-lock.ts";
import { withSession } from "../migrate/with-session.ts";
import { checkBackupFile, readBackupFile } from "./backup-file.ts";
import { writeParts, type WritePartsInput, type WriteResult } from "./write-parts.ts";

const lockWaitMs = 10_000;

/** Makes the database what the file says. Throws, and changes nothing, when the file is damaged or the result is not what was backed up. */
export async function restoreDatabase(input: WritePartsInput & { readonly file: string }): Promise<WriteResult> {
  await checkBackupFile(input.file);
  return await withSession(input.url, (session) =>
    withMigrationLock(session, lockWaitMs, () => writeParts(session, readBackupFile(input.file), input)),
  );
}
