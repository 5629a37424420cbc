import { verifyMigrations } from "@pulse/db";
import { z } from "zod";

import { command } from "../command.ts";
import { withDirectDatabase } from "../with-direct-database.ts";

export const dbVerify = command({
  name: "db verify",
  summary: "Prove that every migration can be taken back",
  description:
    "Runs all migrations up, down and up again on a scratch database, which it makes and drops, and compares the catalogue at every step. Your data is not touched.",
  examples: ["./pulse db verify"],
  args: z.object({}),
  run: async (ctx) => {
    const result = await withDirectDatabase(ctx, (url) =>
      verifyMigrations({
        url,
        onStep: (step) => {
          ctx.say(`${step.direction} ${step.name}`);
        },
      }),
    );
    if (ctx.json) ctx.printJson(result);
    else ctx.out(`${result.verified.length} migrations go up, down and up again, and leave nothing behind`);
  },
});
