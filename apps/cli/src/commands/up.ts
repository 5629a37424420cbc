import { z } from "zod";

import { command } from "../command.ts";
import { connectDemo } from "../up/demo/connect-demo.ts";
import { planDemo } from "../up/demo/plan-demo.ts";
import { ensureWebBuild } from "../up/ensure-web-build.ts";
import { makeLocalLink } from "../up/make-local-link.ts";
import { nextSteps } from "../up/next-steps.ts";
import { runUp } from "../up/run-up.ts";
import { serviceScripts } from "../up/start-services.ts";
import { createUpLog } from "../up/up-log.ts";
import { usageError } from "../usage-error.ts";

const defaultPort = 3000;
const demoWords = `
  This is the demo: everything in it is made up, and more happens every few seconds. Other commands reach it
  with --demo, such as ./pulse link --demo or ./pulse sync status --demo.
`;
const loopback = new Set(["127.0.0.1", "localhost"]);

export const up = command({
  name: "up",
  summary: "Start Pulse-Hub: database, web, worker and MCP server, until Ctrl-C",
  description: `Starts a PostgreSQL of its own (or uses POSTGRES_URL), brings the database up to date, builds the web app when
its files changed, and runs web, worker and MCP server with one log. The first start takes a minute or two, later ones seconds.
The data is in .pulse (or PULSE_HOME) and stays there.
With --demo it serves a made-up organisation at work, from a GitHub of its own on this machine, in .pulse/demo: everything can be
tried without an account, and never meets your own data.`,
  examples: [
    "./pulse up",
    "./pulse up --port 3100",
    "./pulse up --demo",
    "POSTGRES_URL=postgres://me:secret@db.example.org/pulse ./pulse up",
  ],
  args: z.object({
    port: z
      .number()
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .describe(`Port of the web app (default: PORT, or ${defaultPort})`),
  }),
  run: async (ctx, args) => {
    if (!loopback.has(ctx.env.HOST) && ctx.env.GITHUB_OAUTH_CLIENT_ID === undefined) {
      throw usageError(
        `HOST=${ctx.env.HOST} can be reached by others, and nobody could sign in. Set GITHUB_OAUTH_CLIENT_ID, GITHUB_OAUTH_CLIENT_SECRET and NEXTAUTH_URL, or unset HOST: Pulse-Hub then listens on 127.0.0.1 for you alone`,
        "up",
      );
    }
    const isColoured = process.stderr.isTTY && ctx.env.NO_COLOR === undefined;
    const port = args.port ?? ctx.env.PORT ?? defaultPort;
    const log = createUpLog(ctx.say, { isColoured });
    await runUp(ctx, {
      port,
      log,
      scripts: serviceScripts,
      build: ensureWebBuild,
      ...(ctx.isDemo
        ? { planDemo: async () => await planDemo({ ...ctx, port, say: (text) => log.line("pulse", text) }) }
        : {}),
      onReady: async (run) => {
        if (run.github !== undefined) {
          log.line("pulse", "connecting the repositories of the demo");
          await connectDemo({ ...ctx, databaseUrl: run.database.url, apiUrl: run.github.url });
        }
        const link = await makeLocalLink(run, ctx.env);
        if (ctx.json) ctx.printJson({ ...run, database: { isEmbedded: run.database.isEmbedded }, link });
        else ctx.out((await nextSteps(run, link)) + (ctx.isDemo ? demoWords : ""));
      },
    });
  },
});
