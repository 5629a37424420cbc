import { saveLabelGroup } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { withActionContext } from "../with-action-context.ts";

export const labelGroupSave = command({
  name: "label-group save",
  summary: "Save a name for a set of labels, to filter and split numbers by",
  description:
    "A group of the same name is replaced. Labels match in any spelling of their case; * stands for any text.",
  examples: [
    "./pulse label-group save bug bug 'type: bug' 'kind/bug*'",
    "./pulse metric show issue.backlog --by label_group",
    "./pulse metric show issue.time_to_close --label-group bug",
  ],
  args: z.object({
    name: z.string().describe("what the group is called"),
    label: z.array(z.string()).min(1, "name at least one label").describe("a label, or a pattern with *"),
  }),
  positionals: ["name", "label"],
  run: async (ctx, args) => {
    const saved = await withActionContext(ctx, (actionCtx) =>
      saveLabelGroup.run(actionCtx, { name: args.name, labels: args.label }),
    );
    if (ctx.json) ctx.printJson(saved);
    else ctx.out(`${saved.isNew ? "Saved" : "Replaced"} ${saved.name}: ${saved.labels.join(", ")}`);
  },
});
