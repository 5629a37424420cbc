import type { Session } from "../migrate/with-session.ts";
import type { BackupEnd, BackupTable } from "./backup-parts.ts";

/**
 * What a backup leaves out: the migrator's own table, which the target's migrator writes, the heartbeats of workers, and logins, which belong
 * to a server and its database. So it does unlogged tables, which hold only what a transaction under way has touched. The job queue is made anew
 * by the next worker.
 */
const leftOut = ["pulse.bi_logins", "pulse.schema_migrations", "pulse.workers"];

/** Names are ready for SQL, in an order that a person can follow; generated columns are computed again. */
export async function listBackupTables(session: Session): Promise<readonly BackupTable[]> {
  const found = await session.query<BackupTable>(
    `select
       format('%I.%I', namespace.nspname, relation.relname) as name,
       array(
         select quote_ident(attname)
         from pg_attribute
         where attrelid = relation.oid
           and attnum > 0
           and not attisdropped
           and attgenerated = ''
         order by attnum
       ) as columns
     from pg_class as relation
     join pg_namespace as namespace on namespace.oid = relation.relnamespace
     where namespace.nspname in ('identity', 'pulse')
       and relation.relkind = 'r'
       and relation.relpersistence = 'p'
       and format('%I.%I', namespace.nspname, relation.relname) <> all ($1)
     order by 1`,
    [leftOut],
  );
  return found.rows;
}

/** Sequences are no part of a snapshot, so whoever reads them after the rows gets numbers that no row has yet. */
export async function readSequences(session: Session): Promise<BackupEnd["sequences"]> {
  const found = await session.query<{ name: string; lastValue: string | null; startValue: string }>(
    `select
       format('%I.%I', schemaname, sequencename) as name,
       last_value::text as "lastValue",
       start_value::text as "startValue"
     from pg_sequences
     where schemaname in ('identity', 'pulse')
     order by 1`,
  );
  return Object.fromEntries(
    found.rows.map((row) => [
      row.name,
      { lastValue: row.lastValue ?? row.startValue, isCalled: row.lastValue !== null },
    ]),
  );
}
