import path from "node:path";

import { AppError, isAppError } from "@pulse/kit";
import pg from "pg";

import { forget, recordFinish, recordStart } from "./bookkeeping.ts";
import type { Migration, MigrationScript } from "./migration-files.ts";
import { lineAt, splitStatements, type Statement } from "./split-statements.ts";
import { resetSession, sqlState, type Session } from "./with-session.ts";

/** Applies one migration and records it. Throws an AppError that names file, line and PostgreSQL's message; nothing of it is kept then. */
export async function runUp(session: Session, migration: Migration, programVersion: string): Promise<void> {
  await resetSession(session);
  if (migration.up.isTransactional) {
    await inTransaction(session, migration.up, async () => {
      await recordAndRun(session, migration, programVersion);
    });
    return;
  }
  await recordStart(session, migration, programVersion);
  try {
    await runStatements(session, migration.up);
  } catch (error) {
    await undoUnfinished(session, migration, error);
  }
  await resetSession(session);
  await recordFinish(session, migration.version);
}

/** Applies and records one migration as part of the transaction that is open. Throws as `runUp` does, and the transaction is lost then. */
export async function runUpWithin(session: Session, migration: Migration, programVersion: string): Promise<void> {
  if (!migration.up.isTransactional) {
    throw new AppError(
      "conflict",
      `${migration.name} runs outside a transaction, so a whole database cannot be made in one`,
    );
  }
  await resetSession(session);
  await recordAndRun(session, migration, programVersion);
}

async function recordAndRun(session: Session, migration: Migration, programVersion: string): Promise<void> {
  await recordStart(session, migration, programVersion);
  await runStatements(session, migration.up);
  await resetSession(session);
  await recordFinish(session, migration.version);
}

/** Takes one migration back and forgets it. Throws as `runUp` does. */
export async function runDown(session: Session, migration: Migration): Promise<void> {
  await resetSession(session);
  if (migration.down.isTransactional) {
    await inTransaction(session, migration.down, async () => {
      await forget(session, migration.version);
      await runStatements(session, migration.down);
    });
    return;
  }
  await runStatements(session, migration.down);
  await resetSession(session);
  await forget(session, migration.version);
}

// Outside a transaction there is nothing to roll back, so the down script clears away whatever part was done.
async function undoUnfinished(session: Session, migration: Migration, error: unknown): Promise<never> {
  const failure = scriptFailure(migration.up, error);
  try {
    await runDown(session, migration);
  } catch (downError) {
    throw new AppError(
      "conflict",
      `${failure.message}\nIts down script, run to clear away what was done, failed too: ${scriptFailure(migration.down, downError).message}\n` +
        `The next ./pulse db migrate tries that again`,
      { cause: error },
    );
  }
  throw failure;
}

async function inTransaction(session: Session, script: MigrationScript, work: () => Promise<void>): Promise<void> {
  await session.query("begin");
  try {
    await work();
    await session.query("commit");
  } catch (error) {
    await session.query("rollback").catch(() => undefined);
    throw scriptFailure(script, error);
  }
}

async function runStatements(session: Session, script: MigrationScript): Promise<void> {
  for (const statement of splitStatements(script.sql)) {
    try {
      await session.query(statement.sql);
    } catch (error) {
      throw error instanceof pg.DatabaseError ? statementError(script, statement, error) : error;
    }
  }
}

function statementError(script: MigrationScript, statement: Statement, error: pg.DatabaseError): AppError {
  const line = lineAt(script.sql, statement.offset + positionIn(statement.sql, error.position));
  const parts = [
    `${path.basename(script.path)}:${line}: ${error.message}`,
    error.detail,
    error.hint === undefined ? undefined : `Hint: ${error.hint}`,
    error.where === undefined ? undefined : `Where: ${error.where.split("\n")[0]}`,
    adviceFor(error),
  ];
  return new AppError(codeOf(error), parts.filter((part) => part !== undefined).join("\n  "), {
    cause: error,
    details: { file: script.path, line, sqlState: error.code },
  });
}

// PostgreSQL counts characters from 1, JavaScript UTF-16 units from 0.
function positionIn(sql: string, position: string | undefined): number {
  if (position === undefined) return 0;
  return [...sql].slice(0, Number(position) - 1).join("").length;
}

function codeOf(error: unknown): "forbidden" | "unavailable" | "conflict" {
  if (sqlState(error) === "42501") return "forbidden";
  return waitedForLock(error) || wasCutOff(error) ? "unavailable" : "conflict";
}

function adviceFor(error: unknown): string | undefined {
  if (waitedForLock(error)) return "Another session uses that table; run the command again when it is done";
  if (wasCutOff(error)) return "The server ended the connection. See what is applied: ./pulse db status";
  return undefined;
}

function waitedForLock(error: unknown): boolean {
  return sqlState(error) === "55P03";
}

// Shut down, ended by an administrator, or crashed.
function wasCutOff(error: unknown): boolean {
  return sqlState(error)?.startsWith("57P") ?? false;
}

function scriptFailure(script: MigrationScript, error: unknown): AppError {
  if (isAppError(error)) return error;
  const name = path.basename(script.path);
  if (!(error instanceof pg.DatabaseError)) {
    const reason = error instanceof Error ? error.message : String(error);
    return new AppError(
      "unavailable",
      `${name}: the connection to the database broke (${reason}). See what is applied: ./pulse db status`,
      {
        cause: error,
      },
    );
  }
  if (error.constraint === "schema_migrations_pkey") {
    return new AppError(
      "conflict",
      `${name}: another migrator is applying the same migration. See: ./pulse db status`,
      { cause: error },
    );
  }
  const parts = [`${name}: ${error.message}`, error.detail, adviceFor(error)];
  return new AppError(codeOf(error), parts.filter((part) => part !== undefined).join("\n  "), { cause: error });
}
