import { migrate } from "@pulse/db";
import { z } from "zod";

import { command } from "../command.ts";
import { withDirectDatabase } from "../with-direct-database.ts";

export const dbMigrate = command({
  name: "db migrate",
  summary: "Apply the migrations that the database lacks",
  description:
    "Each migration runs in a transaction of its own, in order, while no other migrator can run. One that fails leaves nothing behind.",
  examples: ["./pulse db migrate", "./pulse db migrate --to 7", "./pulse db migrate --wait 120"],
  args: z.object({
    to: z.coerce.number().int().min(1).optional().describe("the last migration to apply; all without it"),
    wait: z.coerce.number().min(0).max(86_400).default(10).describe("seconds to wait for another migrator to finish"),
  }),
  run: async (ctx, args) => {
    const result = await withDirectDatabase(ctx, (url) =>
      migrate({
        url,
        ...(args.to === undefined ? {} : { to: args.to }),
        waitMs: args.wait * 1000,
        onStep: (step) => {
          ctx.say(`applied ${step.name} in ${Math.round(step.durationMs)} ms`);
        },
      }),
    );
    if (ctx.json) ctx.printJson(result);
    else if (result.applied.length === 0) ctx.out(`Nothing to do: the database is at migration ${result.version}`);
    else ctx.out(`The database is at migration ${result.version}`);
  },
});
