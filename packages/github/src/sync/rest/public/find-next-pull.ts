import { withService } from "@pulse/db";
import { sql } from "kysely";

import type { ReaderContext } from "../../kind-reader.ts";
import type { NextPlace, Place, WhereToLook } from "./create-part-reader.ts";

/** The pull request that changed last of those that are left to be asked about. */
export async function findNextPull(ctx: ReaderContext, input: WhereToLook): Promise<NextPlace> {
  const found = await withService(ctx.db, (tx) =>
    sql<Place & { readonly updatedAt: Date; readonly left: number }>`
      select id, number, updated_at, count(*) over () as left
      from pulse.pull_requests
      where repository_id = ${ctx.repository.id}
        and deleted_at is null
        and (${input.limit}::timestamptz is null or updated_at >= ${input.limit}::timestamptz)
        and (
          ${input.at ?? null}::timestamptz is null
          or (updated_at, number) < (${input.at ?? null}::timestamptz, ${input.number}::integer)
        )
      order by updated_at desc, number desc
      limit 1
    `.execute(tx),
  );
  const [row] = found.rows;
  return row === undefined ? { place: null, left: 0 } : { place: row, left: row.left };
}
