import { maskUrl, migrationStatus, rollback } from "@pulse/db";
import { z } from "zod";

import { command } from "../command.ts";
import { confirm } from "../confirm.ts";
import { withDirectDatabase } from "../with-direct-database.ts";

export const dbRollback = command({
  name: "db rollback",
  summary: "Take migrations back, with the data in their tables",
  description:
    "Without --to it takes back the newest one. The data that those migrations hold is lost, so it asks first.",
  examples: ["./pulse db rollback", "./pulse db rollback --to 7", "./pulse db rollback --to 0 --yes"],
  args: z.object({
    to: z.coerce
      .number()
      .int()
      .min(0)
      .optional()
      .describe("the migration to go back to, which stays applied; 0 takes all back"),
    yes: z.boolean().default(false).describe("do not ask"),
    wait: z.coerce.number().min(0).max(86_400).default(10).describe("seconds to wait for another migrator to finish"),
  }),
  run: async (ctx, args) => {
    const result = await withDirectDatabase(ctx, async (url) => {
      const { version } = await migrationStatus({ url });
      const to = args.to ?? Math.max(version - 1, 0);
      if (!args.yes && to < version) {
        const target = to === 0 ? "an empty schema" : `migration ${to}`;
        await confirm(
          ctx,
          `${maskUrl(url)} is at migration ${version}. Going back to ${target} destroys the data that the migrations between hold.`,
        );
      }
      return await rollback({
        url,
        to,
        waitMs: args.wait * 1000,
        onStep: (step) => {
          ctx.say(`took back ${step.name} in ${Math.round(step.durationMs)} ms`);
        },
      });
    });
    if (ctx.json) ctx.printJson(result);
    else if (result.takenBack.length === 0) ctx.out(`Nothing to do: the database is at migration ${result.version}`);
    else ctx.out(`The database is at migration ${result.version}`);
  },
});
