import { localOwnerId, withService, type Db } from "@pulse/db";
import { sql } from "kysely";

/** Whether somebody who signs in owns a workspace here; the local owner alone does not count. */
export async function hasOwner(db: Db): Promise<boolean> {
  const found = await withService(db, (tx) =>
    sql`
      select
      from pulse.memberships
      where role = 'owner'
        and user_id <> ${localOwnerId}
      limit 1
    `.execute(tx),
  );
  return found.rows.length > 0;
}
