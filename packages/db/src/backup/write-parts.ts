import { AppError } from "@pulse/kit";
import { from as copyFrom } from "pg-copy-streams";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { ensureBookkeeping, openBookkeepingToService } from "../migrate/bookkeeping.ts";
import { checkPrivileges } from "../migrate/check-privileges.ts";
import { programMigrationsDir, readMigrations, type Migration } from "../migrate/migration-files.ts";
import { programVersion } from "../migrate/program-version.ts";
import { runUpWithin } from "../migrate/run-script.ts";
import { resetSession, type Session } from "../migrate/with-session.ts";
import type { BackupEnd, BackupHead, BackupPart, BackupTable, ReadFigures } from "./backup-parts.ts";
import { withBareTables } from "./bare-tables.ts";
import { checkHead } from "./check-head.ts";
import { listFigureDifferences, listRowDifferences } from "./compare-figures.ts";
import { clearTarget } from "./clear-target.ts";
import { listBackupTables } from "./list-backup-tables.ts";
import { withTxOfSession } from "./tx-of-session.ts";

export type WritePartsInput = {
  readonly url: string;
  /** Whether data that the target holds goes. */
  readonly isReplacing: boolean;
  /** Ids of the encryption keys at hand; null when the stored secrets may become unreadable. */
  readonly keyIds: readonly string[] | null;
  readonly readFigures: ReadFigures;
  /** Other figures are told, not refused: for a program that defines a number otherwise than the one that made the backup. */
  readonly acceptsFigures?: boolean;
  readonly migrationsDir?: string;
  /** How long to wait for somebody who works on the target. */
  readonly lockTimeoutMs?: number;
  readonly onStep?: (step: string) => void;
};

export type WriteResult = {
  readonly head: BackupHead;
  readonly end: BackupEnd;
  /** The migration that the target is at. */
  readonly version: number;
  /** Figures that came out otherwise: of an older schema, or accepted. */
  readonly changedFigures: readonly string[];
};

/**
 * Makes a target hold exactly what `parts` say, in one transaction: until its end others see what was there before, and when anything
 * fails, or counts and figures are not those of the source, that is what stays. Throws `conflict` that lists every difference.
 */
export async function writeParts(
  session: Session,
  parts: AsyncIterable<BackupPart>,
  input: WritePartsInput,
): Promise<WriteResult> {
  const migrations = await readMigrations(input.migrationsDir ?? programMigrationsDir());
  const say = input.onStep ?? (() => undefined);
  const source = parts[Symbol.asyncIterator]();
  const head = await readHead(source);
  checkHead(head, { migrations, keyIds: input.keyIds });
  await checkPrivileges(session);
  await session.query("begin");
  try {
    await clearTarget(session, input);
    await ensureBookkeeping(session);
    const count = head.migrations.length;
    await applyAll(session, migrations.slice(0, count));
    await openBookkeepingToService(session);
    await session.query("set local maintenance_work_mem = '128MB'");
    const end = await withBareTables(
      session,
      () => loadTables(session, source, say),
      (relation) => {
        say(`indexes of ${relation}`);
      },
    );
    refuseDifferences(await listRowDifferences(session, end));
    await applyAll(session, migrations.slice(count));
    await session.query("analyze");
    const changedFigures = await compareFigures(session, { head, end, readFigures: input.readFigures });
    if (count === migrations.length && input.acceptsFigures !== true) refuseDifferences(changedFigures);
    await session.query("commit");
    return { head, end, version: migrations.length, changedFigures };
  } catch (error) {
    await session.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    await source.return?.();
  }
}

async function applyAll(session: Session, migrations: readonly Migration[]): Promise<void> {
  for (const migration of migrations) {
    await runUpWithin(session, migration, programVersion);
    // What waits for the end of a transaction is due now, as if each migration had been one; and tables with such waiting cannot be changed.
    await session.query("set constraints all immediate");
    await session.query("set constraints all deferred");
  }
  await resetSession(session);
}

async function readHead(source: AsyncIterator<BackupPart>): Promise<BackupHead> {
  const first = await source.next();
  if (first.done === true || first.value.kind !== "head") throw incomplete();
  return first.value.head;
}

async function loadTables(
  session: Session,
  source: AsyncIterator<BackupPart>,
  say: (step: string) => void,
): Promise<BackupEnd> {
  const known = new Map((await listBackupTables(session)).map((table) => [table.name, table]));
  let next = await source.next();
  while (next.done !== true) {
    const part = next.value;
    if (part.kind === "end") return await finish(session, part.end);
    if (part.kind !== "table") throw incomplete();
    checkTable(part.table, known.get(part.table.name));
    say(part.table.name);
    next = await loadTable(session, part.table, source);
  }
  throw incomplete();
}

/** Loads one table and gives the part that follows its rows. */
async function loadTable(
  session: Session,
  { name, columns }: BackupTable,
  source: AsyncIterator<BackupPart>,
): Promise<IteratorResult<BackupPart>> {
  // Frozen: the table was made in this transaction, so nobody can see its rows before it ends.
  const copy = session.query(copyFrom(`copy ${name} (${columns.join(", ")}) from stdin with (freeze)`));
  let following: IteratorResult<BackupPart> = { done: true, value: undefined };
  async function* rows(): AsyncGenerator<Uint8Array> {
    for (;;) {
      following = await source.next();
      if (following.done === true || following.value.kind !== "rows") return;
      yield following.value.bytes;
    }
  }
  await pipeline(Readable.from(rows(), { objectMode: true }), copy);
  return following;
}

async function finish(session: Session, end: BackupEnd): Promise<BackupEnd> {
  for (const [name, { lastValue, isCalled }] of Object.entries(end.sequences)) {
    await session.query("select setval($1::regclass, $2, $3)", [name, lastValue, isCalled]);
  }
  return end;
}

async function compareFigures(
  session: Session,
  { head, end, readFigures }: { readonly head: BackupHead; readonly end: BackupEnd; readonly readFigures: ReadFigures },
): Promise<readonly string[]> {
  if (Object.keys(end.figures).length === 0) return [];
  const now = new Date(head.takenAt);
  const figures = await withTxOfSession(session, (tx) => readFigures(tx, { now }));
  await session.query("set local role none");
  return listFigureDifferences(end.figures, figures);
}

function refuseDifferences(differences: readonly string[]): void {
  if (differences.length === 0) return;
  throw new AppError(
    "conflict",
    `What was restored is not what was backed up, so nothing was kept:\n  ${differences.join("\n  ")}`,
    { details: { differences } },
  );
}

function checkTable(table: BackupTable, known: BackupTable | undefined): void {
  if (known !== undefined && table.columns.every((column) => known.columns.includes(column))) return;
  // Names come out of a file, and go into SQL: only what the migrations have made may.
  throw new AppError("invalid", `The backup has a table or column that its migrations do not make: ${table.name}`);
}

function incomplete(): AppError {
  return new AppError("invalid", "The backup ends too early. Take another copy of the file");
}
