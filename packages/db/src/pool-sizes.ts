import type pg from "pg";

export type PoolSize = {
  /** The name under which its connections are seen in the database, without the process. */
  readonly pool: string;
  readonly busy: number;
  readonly idle: number;
  readonly waiting: number;
};

// A pool that nobody holds any more may go, ended or not.
const pools = new Set<{ readonly name: string; readonly pool: WeakRef<pg.Pool> }>();

/** Counts a pool's connections for as long as it is open. */
export function watchPool(name: string, pool: pg.Pool): void {
  pools.add({ name, pool: new WeakRef(pool) });
}

/** The open pools of this process. */
export function readPoolSizes(): readonly PoolSize[] {
  const sizes: PoolSize[] = [];
  for (const watched of pools) {
    const pool = watched.pool.deref();
    if (pool === undefined || pool.ended) {
      pools.delete(watched);
      continue;
    }
    const { totalCount, idleCount, waitingCount } = pool;
    sizes.push({ pool: watched.name, busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount });
  }
  return sizes;
}
