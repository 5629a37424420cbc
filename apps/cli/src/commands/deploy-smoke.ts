import { probe } from "@pulse/actions";
import { askFromOutside } from "@pulse/deploy";
import { z } from "zod";

import { command } from "../command.ts";

export const deploySmoke = command({
  name: "deploy smoke",
  summary:
    "Ask a Pulse-Hub as anybody would: is it ready, are its parts well, does its sign-in lead to GitHub and back",
  description:
    "Needs no token and asks nothing of the platform. Exit 1 at the first answer that is not as it should be.",
  examples: ["./pulse deploy smoke https://pulse.example.com", "./pulse deploy smoke https://pulse.example.com --json"],
  args: z.object({
    url: z
      .url({ protocol: /^https?$/, error: "is no address. It looks like https://pulse.example.com" })
      .describe("where people open it"),
  }),
  positionals: ["url"],
  run: async (ctx, { url }) => {
    const { services, problem } = await askFromOutside({ probe }, url);
    if (ctx.json) ctx.printJson({ ok: problem === null, services, problem });
    else {
      const parts = Object.entries(services).map(([name, state]) => `${name.padEnd(10)} ${state}`);
      const verdict = problem === null ? "It serves" : `${problem.code}: ${problem.cause}\n  → ${problem.fix}`;
      ctx.out([...parts, verdict].join("\n"));
    }
    return problem === null ? 0 : 1;
  },
});
