import { setTimeout as delay } from "node:timers/promises";

import { AppError } from "@pulse/kit";

import type { Session } from "./with-session.ts";

// "pulse" in ASCII. Advisory locks are per database, so this needs to differ only from other programs' keys.
const lockKey = 0x70756c7365;
const pollMs = 200;

type LockHolder = { readonly pid: number; readonly applicationName: string; readonly since: Date | null };

/**
 * Runs `work` while no other migrator can run on this database. Throws `conflict` that names the holder when the lock is not free
 * within `waitMs`.
 */
export async function withMigrationLock<T>(session: Session, waitMs: number, work: () => Promise<T>): Promise<T> {
  await acquireLock(session, waitMs);
  try {
    return await work();
  } finally {
    // On a broken connection the server has already let go of it.
    await session.query(`select pg_advisory_unlock(${lockKey})`).catch(() => undefined);
  }
}

async function acquireLock(session: Session, waitMs: number): Promise<void> {
  const deadline = performance.now() + waitMs;
  while (!(await tryLock(session))) {
    const remainingMs = deadline - performance.now();
    if (remainingMs <= 0) throw lockError(await findLockHolder(session), waitMs);
    await delay(Math.min(pollMs, remainingMs));
  }
}

async function tryLock(session: Session): Promise<boolean> {
  const result = await session.query<{ locked: boolean }>(`select pg_try_advisory_lock(${lockKey}) as locked`);
  return result.rows[0]?.locked === true;
}

// A bigint key is kept in two halves. The time is null where the server hides other people's sessions from us.
async function findLockHolder(session: Session): Promise<LockHolder | null> {
  const result = await session.query<LockHolder>(
    `select
       activity.pid,
       coalesce(activity.application_name, '') as "applicationName",
       activity.backend_start as since
     from pg_locks as lock
     join pg_stat_activity as activity on activity.pid = lock.pid
     where lock.locktype = 'advisory'
       and lock.granted
       and lock.database = (select oid from pg_database where datname = current_database())
       and lock.classid::bigint = $1::bigint >> 32
       and lock.objid::bigint = $1::bigint & 4294967295
       and lock.objsubid = 1`,
    [lockKey],
  );
  return result.rows[0] ?? null;
}

function lockError(holder: LockHolder | null, waitMs: number): AppError {
  const waited = `after ${waitMs / 1000} s of waiting`;
  if (holder === null) {
    return new AppError(
      "conflict",
      `Another migrator held the lock and has just let go, ${waited}. Run the command again`,
    );
  }
  const who = holder.applicationName === "" ? "without a name" : `"${holder.applicationName}"`;
  const since = holder.since === null ? "" : `, connected since ${holder.since.toISOString()}`;
  return new AppError(
    "conflict",
    `Another migrator is at work on this database: server process ${holder.pid}, ${who}${since}. It still held the lock ${waited}. ` +
      `Let it finish, wait longer with --wait SECONDS, or, if it hangs, end it with: select pg_terminate_backend(${holder.pid})`,
    { details: { holder } },
  );
}
