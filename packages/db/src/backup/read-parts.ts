import { AppError } from "@pulse/kit";
import { to as copyTo } from "pg-copy-streams";

import { listApplied } from "../migrate/bookkeeping.ts";
import { maskUrl } from "../migrate/mask-url.ts";
import { programMigrationsDir, readMigrations } from "../migrate/migration-files.ts";
import { programVersion } from "../migrate/program-version.ts";
import type { Session } from "../migrate/with-session.ts";
import { sealingKeyId } from "../secrets/seal-secret.ts";
import type { BackupHead, BackupPart, BackupTable, ReadFigures } from "./backup-parts.ts";
import { listBackupTables, readSequences } from "./list-backup-tables.ts";
import { withTxOfSession } from "./tx-of-session.ts";

export type ReadPartsInput = {
  readonly url: string;
  readonly now: Date;
  readonly sessionSecretId: string | null;
  readonly readFigures: ReadFigures;
};

/**
 * Reads a whole installation in one snapshot, as the service, while others go on writing. Holds no more than a piece of a table at a time.
 * Throws `conflict` where no installation is, or one that is half migrated.
 */
export async function* readParts(session: Session, input: ReadPartsInput): AsyncGenerator<BackupPart> {
  await session.query(
    `begin transaction isolation level repeatable read read only;
     set local search_path = '';
     set local datestyle = 'ISO, YMD';
     set local intervalstyle = 'postgres';
     set local bytea_output = 'hex';
     set local extra_float_digits = 3;
     set local synchronize_seqscans = off`,
  );
  const head = await readHead(session, input);
  yield { kind: "head", head };
  const tables = await listBackupTables(session);
  await session.query("set local role service_role");
  const rows: Record<string, number> = {};
  for (const table of tables) {
    yield { kind: "table", table };
    const stream = session.query(copyTo(copyOut(table)));
    for await (const bytes of stream) yield { kind: "rows", bytes: bytesOf(bytes) };
    rows[table.name] = stream.rowCount;
  }
  // Numbers are defined over the newest schema; one that is still to be migrated is told by its rows alone.
  const isCurrent = head.migrations.length === (await readMigrations(programMigrationsDir())).length;
  const figures = isCurrent ? await withTxOfSession(session, (tx) => input.readFigures(tx, { now: input.now })) : {};
  await session.query("set local role none");
  yield { kind: "end", end: { rows, sequences: await readSequences(session), figures } };
  // Where it is broken off, the session is in the middle of COPY and ends with its connection.
  await session.query("rollback");
}

function copyOut({ name, columns }: BackupTable): string {
  return `copy ${name} (${columns.join(", ")}) to stdout`;
}

function bytesOf(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError("COPY gave something else than bytes");
}

async function readHead(session: Session, input: ReadPartsInput): Promise<BackupHead> {
  const applied = await listApplied(session);
  if (applied.length === 0) {
    throw new AppError("conflict", `There is no Pulse-Hub in ${maskUrl(input.url)}, so there is nothing to back up`);
  }
  const unfinished = applied.find((row) => row.appliedAt === null);
  if (unfinished !== undefined) {
    throw new AppError("conflict", `Migration ${unfinished.name} was begun and never ended. Run: ./pulse db migrate`);
  }
  const server = await session.query<{ version: string }>("select current_setting('server_version') as version");
  return {
    takenAt: input.now.toISOString(),
    programVersion,
    serverVersion: server.rows[0]?.version ?? "",
    migrations: applied.map(({ version, name, checksum }) => ({ version, name, checksum })),
    keyIds: await listKeyIds(session),
    sessionSecretId: input.sessionSecretId,
  };
}

async function listKeyIds(session: Session): Promise<string[]> {
  const found = await session.query("select where to_regclass('pulse.connections') is not null");
  if (found.rowCount === 0) return [];
  await session.query("set local role service_role");
  const sealed = await session.query<{ bytes: Buffer }>(
    `select secret as bytes
     from pulse.connections
     where secret is not null
     union all
     select unnest(webhook_secrets)
     from pulse.connections`,
  );
  await session.query("set local role none");
  return [...new Set(sealed.rows.flatMap(({ bytes }) => readableKeyId(bytes)))].toSorted();
}

// A damaged secret is no reason to be without a backup of everything else.
function readableKeyId(sealed: Uint8Array): readonly string[] {
  try {
    return [sealingKeyId(sealed)];
  } catch {
    return [];
  }
}
