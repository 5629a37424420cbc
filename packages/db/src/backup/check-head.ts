import { AppError } from "@pulse/kit";

import type { Migration } from "../migrate/migration-files.ts";
import type { BackupHead } from "./backup-parts.ts";

/** Whether this program, with these keys, can take in the backup. Throws `conflict` that says what is missing. */
export function checkHead(
  head: BackupHead,
  have: { readonly migrations: readonly Migration[]; readonly keyIds: readonly string[] | null },
): void {
  const count = head.migrations.length;
  if (count > have.migrations.length) {
    throw new AppError(
      "conflict",
      `The backup is of migration ${count}, made by program ${head.programVersion}, and this program knows ${have.migrations.length}. Use that program or a newer one`,
    );
  }
  const other = head.migrations.find((applied, index) => {
    const own = have.migrations[index];
    return own?.name !== applied.name || own.up.checksum !== applied.checksum;
  });
  if (other !== undefined) {
    throw new AppError(
      "conflict",
      `Migration ${other.name} of the backup is not the one that this program has, so its tables may differ. Use the program that made the backup`,
    );
  }
  const { keyIds } = have;
  const missing = keyIds === null ? [] : head.keyIds.filter((id) => !keyIds.includes(id));
  if (missing.length === 0) return;
  throw new AppError(
    "conflict",
    `The backup has secrets that were sealed with the key ${missing.join(", ")}, and the keys here are ${keyIds?.join(", ") ?? ""}. ` +
      "Put that key into PULSE_ENCRYPTION_KEYS (of the source: the setting, or its file .pulse/encryption-keys). " +
      "Without it, --without-keys restores everything else, and connections have to be entered again",
    { details: { missing } },
  );
}
