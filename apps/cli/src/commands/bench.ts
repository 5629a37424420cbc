import path from "node:path";

import { z } from "zod";

import { command } from "../command.ts";
import { runProjectScript } from "../run-project-script.ts";

export const bench = command({
  name: "bench",
  summary: "Measure this machine: import, metrics, up",
  description:
    "Prints one JSON report on stdout and a readable one on stderr. Beside each figure stands what the machine itself\n" +
    "does with the same work, because absolute times of two machines cannot be compared.",
  examples: ["./pulse bench import", "./pulse bench up > up.json", "./pulse bench metrics --keep ~/pulse-bench"],
  args: z.object({
    name: z.string().describe("Which bench: import, metrics or up"),
    keep: z
      .string()
      .optional()
      .describe("Folder in which metrics keeps its filled databases for the next run")
      .meta({ placeholder: "DIR" }),
    small: z
      .boolean()
      .default(false)
      .describe("metrics: only the small database, 10 thousand items; seconds, not minutes"),
  }),
  positionals: ["name"],
  run: async (ctx, { name, keep, small }) =>
    await runProjectScript(ctx, {
      script: path.join("bench", "run-bench.ts"),
      args: [name, ...(keep === undefined ? [] : ["--keep", path.resolve(keep)]), ...(small ? ["--small"] : [])],
    }),
});
