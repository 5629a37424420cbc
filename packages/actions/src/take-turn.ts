import type { Db } from "@pulse/db";

// As many as two cores have work for, and no more connections than these come to know the plans of a whole dashboard, 70 MB each.
const turns = 3;

type Queue = { running: number; readonly waiting: (() => void)[] };

const queues = new WeakMap<Db, Queue>();

/** Runs short reads of one database, of which a page asks dozens at once, in turn and in the order in which they came: a few at a time. */
export async function takeTurn<T>(db: Db, read: () => Promise<T>): Promise<T> {
  const queue = queues.get(db) ?? { running: 0, waiting: [] };
  queues.set(db, queue);
  // Who waits is handed the turn of whoever ends, so that nobody who comes later slips in between.
  if (queue.running < turns) queue.running += 1;
  else await new Promise<void>((resolve) => queue.waiting.push(resolve));
  try {
    return await read();
  } finally {
    const next = queue.waiting.shift();
    if (next === undefined) queue.running -= 1;
    else next();
  }
}
