import { withSession } from "../migrate/with-session.ts";
import { writeBackupFile } from "./backup-file.ts";
import type { BackupEnd, BackupHead, BackupPart } from "./backup-parts.ts";
import { readParts, type ReadPartsInput } from "./read-parts.ts";

export type BackupInput = ReadPartsInput & {
  readonly file: string;
  /** Told of each table that is begun. */
  readonly onStep?: (step: string) => void;
};

export type BackupResult = { readonly head: BackupHead; readonly end: BackupEnd; readonly sizeBytes: number };

/** Writes everything that an installation holds, as it is at one instant, to a file. Throws before it leaves half of one. */
export async function backupDatabase(input: BackupInput): Promise<BackupResult> {
  return await withSession(input.url, async (session) => {
    let head: BackupHead | null = null;
    let end: BackupEnd | null = null;
    async function* watched(): AsyncGenerator<BackupPart> {
      for await (const part of readParts(session, input)) {
        if (part.kind === "head") ({ head } = part);
        if (part.kind === "table") input.onStep?.(part.table.name);
        if (part.kind === "end") ({ end } = part);
        yield part;
      }
    }
    const { sizeBytes } = await writeBackupFile(input.file, watched());
    if (head === null || end === null) throw new Error("The backup has no head or no end");
    return { head, end, sizeBytes };
  });
}
