import { withWorkspace } from "@pulse/db";
import { listHookRows } from "@pulse/github";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";

type Arrived = { readonly connectionId: number; readonly day: number; readonly lastAt: Date };

/** The hooks that were made here, with what came through their connection in the last day, and what GitHub could not deliver. */
export const listWebhooks = defineAction({
  name: "list_webhooks",
  summary: "List the hooks on GitHub that send here, and whether anything arrives",
  scope: "read",
  input: z.object({}),
  run: async (ctx) =>
    await withWorkspace(ctx.db, ctx.actor, async (tx) => {
      const rows = await listHookRows(tx, ctx.actor.workspaceId);
      const arrived = await sql<Arrived>`
        select connection_id, count(*) filter (where received_at > now() - interval '1 day') as day, max(received_at) as last_at
        from pulse.webhook_deliveries
        where connection_id = any(${rows.map((row) => row.connectionId)}::bigint[])
        group by connection_id
        order by connection_id
      `.execute(tx);
      return {
        webhooks: rows.map((row) => {
          const found = arrived.rows.find((one) => one.connectionId === row.connectionId);
          return { ...row, deliveriesInADay: found?.day ?? 0, lastDeliveryAt: found?.lastAt ?? null };
        }),
      };
    }),
});
