import path from "node:path";

import { z } from "zod";

import { command } from "../command.ts";
import { runProjectScript } from "../run-project-script.ts";

export const check = command({
  name: "check",
  summary:
    "Look at the code: types, lint, format, unused code, guards, known holes of dependencies. Seconds, no database",
  examples: ["./pulse check"],
  args: z.object({}),
  run: async (ctx) => await runProjectScript(ctx, { script: path.join("test", "run-check.ts"), args: [] }),
});
