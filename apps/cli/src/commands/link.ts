import { createSignInLink } from "@pulse/actions";
import { AppError, systemClock } from "@pulse/kit";
import { z } from "zod";

import { command } from "../command.ts";
import { findRunningUp } from "../up/run-file.ts";
import { signInLink } from "../up/sign-in-link.ts";

export const link = command({
  name: "link",
  summary: "Print a new link that opens the running Pulse-Hub in your browser, once",
  description: `Whoever opens it within fifteen minutes is signed in as the owner of this local installation. Being on this machine
is not enough by itself: other people and tunnels are on it, too.`,
  examples: ["./pulse link", "./pulse link --json"],
  args: z.object({}),
  run: async (ctx) => {
    const running = await findRunningUp(ctx.home);
    if (running === null)
      throw new AppError("conflict", "Nothing runs here that a link could open. Start it: ./pulse up");
    const database = await ctx.openDatabase();
    try {
      const token = await createSignInLink({ db: database.db, clock: systemClock }, "local_owner");
      const url = signInLink(running.web.url, token);
      if (ctx.json) ctx.printJson({ url });
      else ctx.out(url);
    } finally {
      await database.close();
    }
  },
});
