import { listLabelGroups } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { formatTable } from "../metric/format-table.ts";
import { withActionContext } from "../with-action-context.ts";

export const labelGroupList = command({
  name: "label-group list",
  summary: "List the saved label groups with their labels",
  examples: ["./pulse label-group list", "./pulse label-group list --json"],
  args: z.object({}),
  run: async (ctx) => {
    const { groups } = await withActionContext(ctx, (actionCtx) => listLabelGroups.run(actionCtx, {}));
    if (ctx.json) {
      ctx.printJson({ groups });
      return;
    }
    if (groups.length === 0) {
      ctx.out("No label group yet. Save one: ./pulse label-group save NAME LABEL…");
      return;
    }
    ctx.out(formatTable(groups.map(({ name, labels }) => [name, labels.join(", ")])).join("\n"));
  },
});
