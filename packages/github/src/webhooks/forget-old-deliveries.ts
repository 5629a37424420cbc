import { withService, type Db } from "@pulse/db";
import { sql } from "kysely";

const keptDays = 30;
const batchSize = 1_000;

/** Deletes deliveries of more than thirty days ago, some at a time, and what was remembered because they could come again. Gives how many. */
export async function forgetOldDeliveries(db: Db): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await withService(db, async (tx) => {
      const deleted = await sql<{ id: number }>`
        delete from pulse.webhook_deliveries
        where id in (
          select id
          from pulse.webhook_deliveries
          where received_at < now() - make_interval(days => ${keptDays})
            and state <> 'received'
          order by received_at
          limit ${batchSize}
          for update skip locked
        )
        returning id
      `.execute(tx);
      return deleted.rows.length;
    });
    total += count;
    if (count < batchSize) break;
  }
  await withService(db, (tx) =>
    sql`
      delete from pulse.deleted_facts
      where deleted_at < now() - make_interval(days => ${keptDays})
    `.execute(tx),
  );
  return total;
}
