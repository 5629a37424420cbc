/**
 * The migrator's own table, `pulse.schema_migrations`. It exists before migration 1 and is closed like every other table: its owner
 * writes, the service reads, nobody else sees it.
 */
import { AppError } from "@pulse/kit";

import type { Migration } from "./migration-files.ts";
import type { Session } from "./with-session.ts";

export type AppliedMigration = {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
  readonly downChecksum: string;
  readonly programVersion: string;
  /** Null when a migration outside a transaction was begun and never finished. */
  readonly appliedAt: Date | null;
};

// The owner is looked up rather than named, so that the policy survives a change of owner or a restore under another one.
const createTable = `
  create table pulse.schema_migrations (
    version integer primary key check (version > 0),
    name text not null,
    checksum text not null,
    down_checksum text not null,
    program_version text not null,
    started_at timestamptz not null default clock_timestamp(),
    applied_at timestamptz
  );
  alter table pulse.schema_migrations enable row level security;
  alter table pulse.schema_migrations force row level security;
  create policy owner on pulse.schema_migrations
    using ((
      select pg_has_role(class.relowner, 'usage')
      from pg_catalog.pg_class as class
      where class.oid = 'pulse.schema_migrations'::regclass
    ))`;

/** Makes schema and table where they are missing. Throws `conflict` when a schema `pulse` exists that this program did not make. */
export async function ensureBookkeeping(session: Session): Promise<void> {
  if (await hasBookkeeping(session)) return;
  const foreign = await session.query<{ owner: string; isOurs: boolean; isEmpty: boolean }>(
    `select
       pg_get_userbyid(schema.nspowner) as owner,
       pg_has_role(schema.nspowner, 'usage') as "isOurs",
       not exists (select from pg_class as class where class.relnamespace = schema.oid) as "isEmpty"
     from pg_namespace as schema
     where schema.nspname = 'pulse'`,
  );
  const schema = foreign.rows[0];
  if (schema !== undefined && !(schema.isOurs && schema.isEmpty)) {
    throw new AppError(
      "conflict",
      `This database already has a schema "pulse" that was not made by this program (its owner is ${schema.owner}). ` +
        "Use another database, or rename that schema first: alter schema pulse rename to …",
    );
  }
  // Sent as one query, they are one transaction, or part of the one that is open.
  await session.query(`create schema if not exists pulse; ${createTable}`);
}

/** Lets the service read which migrations ran. Separate, because the role may be missing before the first migration. */
export async function openBookkeepingToService(session: Session): Promise<void> {
  const missing = await session.query(
    `select from pg_roles
     where rolname = 'service_role'
       and not exists (
         select from pg_policy
         where polrelid = 'pulse.schema_migrations'::regclass
           and polname = 'service'
       )`,
  );
  if (missing.rowCount === 0) return;
  await session.query(
    `grant select on pulse.schema_migrations to service_role;
     create policy service on pulse.schema_migrations for select to service_role using (true)`,
  );
}

async function hasBookkeeping(session: Session): Promise<boolean> {
  const found = await session.query("select where to_regclass('pulse.schema_migrations') is not null");
  return found.rowCount === 1;
}

/** In order of version; empty before the first migration. */
export async function listApplied(session: Session): Promise<readonly AppliedMigration[]> {
  if (!(await hasBookkeeping(session))) return [];
  const result = await session.query<AppliedMigration>(
    `select
       version,
       name,
       checksum,
       down_checksum as "downChecksum",
       program_version as "programVersion",
       applied_at as "appliedAt"
     from pulse.schema_migrations
     order by version`,
  );
  return result.rows;
}

export async function recordStart(session: Session, migration: Migration, programVersion: string): Promise<void> {
  await session.query(
    `insert into pulse.schema_migrations (version, name, checksum, down_checksum, program_version)
     values ($1, $2, $3, $4, $5)`,
    [migration.version, migration.name, migration.up.checksum, migration.down.checksum, programVersion],
  );
}

export async function recordFinish(session: Session, version: number): Promise<void> {
  await session.query("update pulse.schema_migrations set applied_at = clock_timestamp() where version = $1", [
    version,
  ]);
}

export async function forget(session: Session, version: number): Promise<void> {
  const gone = await session.query("delete from pulse.schema_migrations where version = $1", [version]);
  if (gone.rowCount !== 1) {
    throw new AppError(
      "conflict",
      `Migration ${version} is no longer recorded as applied; another migrator took it back. Run: ./pulse db status`,
    );
  }
}
