import path from "node:path";

import { z } from "zod";

import { command } from "../command.ts";
import { runProjectScript } from "../run-project-script.ts";

export const bench = command({
  name: "bench",
  summary: "Measure this machine: import, up",
  description:
    "Prints one JSON report on stdout and a readable one on stderr. Beside each figure stands what the machine itself\n" +
    "does with the same work, because absolute times of two machines cannot be compared.",
  examples: ["./pulse bench import", "./pulse bench up > up.json"],
  args: z.object({ name: z.string().describe("Which bench: import or up") }),
  positionals: ["name"],
  run: async (ctx, { name }) =>
    await runProjectScript(ctx, { script: path.join("bench", "run-bench.ts"), args: [name] }),
});
