import { removeLabelGroup } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { withActionContext } from "../with-action-context.ts";

export const labelGroupRemove = command({
  name: "label-group remove",
  summary: "Remove a saved label group; labels and items stay as they are",
  examples: ["./pulse label-group remove bug"],
  args: z.object({ name: z.string().describe("the group's name, in any spelling of its case") }),
  positionals: ["name"],
  run: async (ctx, args) => {
    const removed = await withActionContext(ctx, (actionCtx) => removeLabelGroup.run(actionCtx, args));
    if (ctx.json) ctx.printJson(removed);
    else ctx.out(`Removed ${removed.name}`);
  },
});
