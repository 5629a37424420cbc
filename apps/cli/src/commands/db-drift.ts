import { drift, migrationStatus, printDifferences } from "@pulse/db";
import { z } from "zod";

import { command } from "../command.ts";
import { withDirectDatabase } from "../with-direct-database.ts";

export const dbDrift = command({
  name: "db drift",
  summary: "Compare the live schema with the one that the migrations make",
  description:
    "Looks at tables, columns, constraints, indexes, functions, triggers, policies, grants, views and types of our schemas. Ends with 1 when anything was changed by hand, and names it.",
  examples: ["./pulse db drift", "./pulse db drift --json"],
  args: z.object({}),
  run: async (ctx) => {
    const { status, differences } = await withDirectDatabase(ctx, async (url) => ({
      status: await migrationStatus({ url }),
      differences: await drift({ url }),
    }));
    if (!status.isCurrent) {
      ctx.say(
        `The database is at migration ${status.version} of ${status.latest}, so some differences are to be expected. See: pulse db status`,
      );
    }
    if (ctx.json) ctx.printJson({ differences });
    else if (differences.length === 0) ctx.out("The schema is as the migrations made it");
    else
      ctx.out(
        `${printDifferences(differences)}\n\n${countOf(differences)}: "-" is what the migrations make, "+" what the database has`,
      );
    return differences.length === 0 ? 0 : 1;
  },
});

function countOf(differences: readonly unknown[]): string {
  return differences.length === 1 ? "1 difference" : `${differences.length} differences`;
}
