import { erasePerson, showErasure } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { confirm } from "../confirm.ts";
import { withActionContext } from "../with-action-context.ts";

export const personErase = command({
  name: "person erase",
  summary: "Erase a person: login, name and texts become a ghost's, numbers stay",
  description:
    "Says what would happen, asks, and then does it in one go. What is read later is the ghost's as well. GitHub itself is not touched.",
  examples: ["./pulse person erase octocat", "./pulse person erase somebody@example.com"],
  args: z.object({
    person: z.string().describe("the login, or the address of commits of whoever has no account"),
    yes: z.boolean().default(false).describe("do not ask"),
  }),
  positionals: ["person"],
  run: async (ctx, args) => {
    const ghost = await withActionContext(ctx, async (actionCtx) => {
      const told = await showErasure.run(actionCtx, { person: args.person });
      ctx.say(told.consequences.map((line) => `- ${line}`).join("\n"));
      if (!args.yes) await confirm(ctx, `Erase ${told.person}?`);
      return (await erasePerson.run(actionCtx, { person: args.person, confirm: told.person })).ghost;
    });
    if (ctx.json) ctx.printJson({ ghost });
    else ctx.out(`Erased. ${ghost} stands for them from now on`);
  },
});
