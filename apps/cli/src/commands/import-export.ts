import path from "node:path";

import { importWorkspace } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { withProgress } from "../import/with-progress.ts";
import { withActionContext } from "../with-action-context.ts";

export const importExport = command({
  name: "import export",
  summary: "Import everything that another installation exported of a workspace",
  description:
    "FILE is what ./pulse export workspace, /api/workspace-exports and the page before deleting a workspace give, packed or not. It is read\n" +
    "wholly before anything is written: all of it is kept or nothing. It goes into a workspace without repositories. Facts, settings, rules\n" +
    "and groups come along and give the same numbers; members, keys, connections, hooks and the log do not.",
  examples: [
    "./pulse import export workspace.jsonl",
    "./pulse import export default.jsonl.gz --workspace moved --json",
  ],
  args: z.object({ file: z.string().describe("an export of a whole workspace") }),
  positionals: ["file"],
  run: async (ctx, { file }) => {
    const imported = await withActionContext(ctx, (actionCtx) =>
      withProgress(ctx, { label: path.basename(file), unit: "rows", actionCtx }, (progressCtx) =>
        importWorkspace.run(progressCtx, { file: path.resolve(file) }),
      ),
    );
    if (ctx.json) {
      ctx.printJson(imported);
      return;
    }
    const facts = Object.entries(imported.rows).map(([table, n]) => `${n.toLocaleString("en-US")} ${table}`);
    ctx.out(`${imported.workspace}, as of ${imported.writtenAt}: ${facts.join(", ")}`);
    ctx.out("Its repositories are read no further here. Connect them to go on: ./pulse repo connect OWNER/NAME");
  },
});
