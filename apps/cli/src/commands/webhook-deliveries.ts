import { listDeliveries } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { formatTable } from "../metric/format-table.ts";
import { withActionContext } from "../with-action-context.ts";

export const webhookDeliveries = command({
  name: "webhook deliveries",
  summary: "List what GitHub delivered of late, and what became of it",
  examples: ["./pulse webhook deliveries", "./pulse webhook deliveries --state failed"],
  args: z.object({
    state: z.enum(["received", "processed", "ignored", "rejected", "failed"]).optional().describe("only these"),
    limit: z.number().int().min(1).max(500).default(50).describe("how many"),
  }),
  run: async (ctx, args) => {
    const { state, limit } = args;
    const { deliveries } = await withActionContext(ctx, (actionCtx) =>
      listDeliveries.run(actionCtx, { limit, ...(state === undefined ? {} : { state }) }),
    );
    if (ctx.json) {
      ctx.printJson({ deliveries });
      return;
    }
    if (deliveries.length === 0) ctx.out("Nothing was delivered.");
    const rows = deliveries.map((delivery) => [
      String(delivery.id),
      delivery.receivedAt.toISOString(),
      delivery.action === null ? delivery.event : `${delivery.event}.${delivery.action}`,
      delivery.repository ?? "",
      delivery.state,
      delivery.outcome ?? "",
    ]);
    if (rows.length > 0) ctx.out(formatTable(rows).join("\n"));
  },
});
