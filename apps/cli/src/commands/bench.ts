import path from "node:path";

import { z } from "zod";

import { command } from "../command.ts";
import { runProjectScript } from "../run-project-script.ts";

export const bench = command({
  name: "bench",
  summary: "Measure this machine: backup, deploy, images, import, live, mcp, metrics, pages, sync, up, webhooks",
  description:
    "Prints one JSON report on stdout and a readable one on stderr. Beside each figure stands what the machine itself\n" +
    "does with the same work, because absolute times of two machines cannot be compared.",
  examples: [
    "./pulse bench backup --small",
    "./pulse bench deploy",
    "./pulse bench images --small",
    "./pulse bench import",
    "./pulse bench mcp --small",
    "./pulse bench up > up.json",
    "./pulse bench live",
    "./pulse bench metrics --keep ~/pulse-bench",
    "./pulse bench pages --small",
    "./pulse bench sync --small",
    "./pulse bench webhooks --kills",
  ],
  args: z.object({
    name: z
      .string()
      .describe("Which bench: backup, deploy, images, import, live, mcp, metrics, pages, sync, up or webhooks"),
    keep: z
      .string()
      .optional()
      .describe("Folder in which backup, metrics and pages keep their filled databases for the next run")
      .meta({ placeholder: "DIR" }),
    small: z
      .boolean()
      .default(false)
      .describe(
        "backup, metrics, pages: only the small database, 10 thousand items; sync: at most 5 thousand pull requests; images: the worker's alone; live: 10 seconds; webhooks: 10 kB alone, or 2,000 deliveries with --kills; seconds, not minutes",
      ),
    kills: z
      .boolean()
      .default(false)
      .describe(
        "webhooks: kill web, worker and PostgreSQL at random while 100,000 deliveries come; exit 1 when one is lost or applied twice",
      ),
    deliveries: z.coerce.number().int().positive().optional().describe("webhooks: with --kills, so many deliveries"),
    minutes: z.coerce
      .number()
      .positive()
      .optional()
      .describe("pages: how long pages are asked for before memory is read; 10, or a half with --small"),
  }),
  positionals: ["name"],
  run: async (ctx, { name, keep, kills, small, minutes, deliveries }) =>
    await runProjectScript(ctx, {
      script: path.join("bench", "run-bench.ts"),
      args: [
        name,
        ...(keep === undefined ? [] : ["--keep", path.resolve(keep)]),
        ...(small ? ["--small"] : []),
        ...(kills ? ["--kills"] : []),
        ...(deliveries === undefined ? [] : ["--deliveries", String(deliveries)]),
        ...(minutes === undefined ? [] : ["--minutes", String(minutes)]),
      ],
    }),
});
