import { AppError } from "@pulse/kit";
import { z } from "zod";

import { command } from "../command.ts";
import { makeLocalLink } from "../up/make-local-link.ts";
import { findRunningUp } from "../up/run-file.ts";

export const link = command({
  name: "link",
  summary: "Print a new link that opens the running Pulse-Hub in your browser, once",
  description: `Whoever opens it within fifteen minutes is signed in as the owner of this local installation. Being on this machine
is not enough by itself: other people and tunnels are on it, too. Where people sign in with GitHub, the link is for the first
owner, and works for a day.`,
  examples: ["./pulse link", "./pulse link --json"],
  args: z.object({}),
  run: async (ctx) => {
    const running = await findRunningUp(ctx.home);
    if (running === null)
      throw new AppError("conflict", "Nothing runs here that a link could open. Start it: ./pulse up");
    const url = await makeLocalLink(running, ctx.env);
    if (url === null) {
      throw new AppError("conflict", `This installation has an owner. Sign in with GitHub: ${running.web.url}/sign-in`);
    }
    if (ctx.json) ctx.printJson({ url });
    else ctx.out(url);
  },
});
