import { listConnections } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { formatLimit } from "../connection/format-limit.ts";
import { formatTable } from "../metric/format-table.ts";
import { withActionContext } from "../with-action-context.ts";

export const connectionList = command({
  name: "connection list",
  summary: "List the connections to GitHub, their state and what is left of their limits",
  examples: ["./pulse connection list", "./pulse connection list --json"],
  args: z.object({}),
  run: async (ctx) => {
    const { connections } = await withActionContext(ctx, (actionCtx) => listConnections.run(actionCtx, {}));
    if (ctx.json) {
      ctx.printJson({ connections });
      return;
    }
    if (connections.length === 0) {
      ctx.out("No connection yet. Save one: ./pulse connection save main --token-stdin");
      return;
    }
    const rows = connections.map((connection) => [
      connection.name,
      connection.kind.replaceAll("_", " "),
      connection.login ?? "",
      connection.status,
      `${connection.repositories} repositories`,
      formatLimit(connection.limits.find((limit) => limit.resource === "core")),
    ]);
    ctx.out(formatTable(rows).join("\n"));
    for (const { name, statusDetail } of connections) if (statusDetail !== null) ctx.say(`${name}: ${statusDetail}`);
  },
});
