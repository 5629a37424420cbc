import { listApiKeys } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { formatTable } from "../metric/format-table.ts";
import { withActionContext } from "../with-action-context.ts";

export const keyList = command({
  name: "key list",
  summary: "List the API keys of the workspace",
  examples: ["./pulse key list", "./pulse key list --json"],
  args: z.object({}),
  run: async (ctx) => {
    const { keys } = await withActionContext(ctx, (actionCtx) => listApiKeys.run(actionCtx, {}));
    if (ctx.json) {
      ctx.printJson({ keys });
      return;
    }
    if (keys.length === 0) {
      ctx.out("No API key yet. Make one: ./pulse key create --name NAME");
      return;
    }
    const day = (date: Date | null): string => date?.toISOString().slice(0, 10) ?? "never";
    ctx.out(
      formatTable([
        ["id", "key", "name", "scopes", "owner", "last used", "ends"],
        ...keys.map((key) => [
          key.id,
          `${key.start}…`,
          key.name,
          key.scopes.join(","),
          key.owner,
          day(key.lastUsedAt),
          day(key.expiresAt),
        ]),
      ]).join("\n"),
    );
  },
});
