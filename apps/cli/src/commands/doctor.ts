import { z } from "zod";

import { command } from "../command.ts";

export const doctor = command({
  name: "doctor",
  summary: "Explain in plain words what is wrong with this setup",
  examples: ["./pulse doctor", "./pulse doctor --json"],
  args: z.object({}),
  run: async (ctx) => {
    ctx.out(`node ${process.version}`);
  },
});
