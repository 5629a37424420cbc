import { sql } from "kysely";

import type { Db } from "./connect.ts";
import { withService } from "./with-service.ts";

/** The person at the keyboard of a local installation, until somebody signs in. An identity, no secret. */
export const localOwnerId = "00000000-0000-4000-8000-000000000001";

/** The workspace of a fresh installation, owned by the local owner; an existing one is left as it is. Gives its id. */
export async function ensureDefaultWorkspace(db: Db): Promise<number> {
  return await withService(db, async (tx) => {
    await sql`
      insert into pulse.workspaces (slug, name)
      values ('default', 'Default')
      on conflict (slug) do nothing
    `.execute(tx);
    const found = await sql<{ id: number }>`
      insert into pulse.memberships (workspace_id, user_id, role)
      select id, ${localOwnerId}, 'owner'
      from pulse.workspaces
      where slug = 'default'
      on conflict (workspace_id, user_id) do update set role = memberships.role
      returning workspace_id as id
    `.execute(tx);
    const [row] = found.rows;
    if (row === undefined) throw new Error("the default workspace was not made");
    return row.id;
  });
}
