import { listWebhooks } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { formatTable } from "../metric/format-table.ts";
import { withActionContext } from "../with-action-context.ts";

export const webhookList = command({
  name: "webhook list",
  summary: "List the hooks on GitHub that send here, and whether anything arrives",
  examples: ["./pulse webhook list"],
  args: z.object({}),
  run: async (ctx) => {
    const { webhooks } = await withActionContext(ctx, (actionCtx) => listWebhooks.run(actionCtx, {}));
    if (ctx.json) {
      ctx.printJson({ webhooks });
      return;
    }
    if (webhooks.length === 0) {
      ctx.out("No hook yet. Make one: ./pulse webhook create OWNER/NAME --url https://pulse.example.com");
      return;
    }
    const rows = webhooks.map((hook) => [
      hook.target,
      hook.url,
      `${hook.deliveriesInADay} in a day`,
      hook.lastDeliveryAt === null ? "nothing yet" : `last ${hook.lastDeliveryAt.toISOString()}`,
      hook.checkDetail ?? "",
    ]);
    ctx.out(formatTable(rows).join("\n"));
  },
});
