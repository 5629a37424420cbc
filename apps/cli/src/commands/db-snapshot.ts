import { readFile, writeFile } from "node:fs/promises";

import { programCatalogueFile, snapshotCatalogue } from "@pulse/db";
import { z } from "zod";

import { command } from "../command.ts";
import { withDirectDatabase } from "../with-direct-database.ts";

export const dbSnapshot = command({
  name: "db snapshot",
  summary: "Write the catalogue that the migrations make, for review",
  description:
    "Runs all migrations on a scratch database, which it makes and drops, and writes packages/db/catalog.txt.",
  examples: ["./pulse db snapshot", "./pulse db snapshot --print"],
  args: z.object({ print: z.boolean().default(false).describe("print it instead of writing the file") }),
  run: async (ctx, args) => {
    const text = await withDirectDatabase(ctx, (url) => snapshotCatalogue({ url }));
    const file = programCatalogueFile();
    const isChanged = (await readFile(file, "utf8").catch(() => "")) !== text;
    if (isChanged && !args.print) await writeFile(file, text);
    if (ctx.json) ctx.printJson({ file, isChanged, ...(args.print ? { text } : {}) });
    else if (args.print) ctx.out(text.trimEnd());
    else ctx.out(isChanged ? `Wrote ${file}. Review the change with git diff` : `${file} is already up to date`);
  },
});
