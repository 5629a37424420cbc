import path from "node:path";

import { readInstallationFigures } from "@pulse/actions";
import { maskUrl, moveDatabase, startEmbeddedPostgres } from "@pulse/db";
import { AppError, systemClock } from "@pulse/kit";
import { z } from "zod";

import { findSessionSecretId } from "../backup-secrets.ts";
import { command } from "../command.ts";
import { confirm } from "../confirm.ts";
import type { CliContext } from "../context.ts";
import { refuseRunningUp } from "../refuse-running-up.ts";

const embedded = "embedded";
const place = z.string().meta({ placeholder: "URL" });

export const dbMove = command({
  name: "db move",
  summary: "Take an installation from the bundled PostgreSQL to another, or back",
  description:
    `Reads one database and writes the other, as a backup and its restore would, without a file between. "${embedded}" is the bundled server.\n` +
    "The source stays as it is. Stop everything that writes to it first: what comes later is not moved. A direct address, not a pooler's.",
  examples: [
    "./pulse db move --to postgres://pulse@db.example.org:5432/pulse",
    "./pulse db move --from postgres://pulse@db.example.org:5432/pulse --to embedded",
  ],
  args: z.object({
    from: place.default(embedded).describe("where the data is"),
    to: place.describe("where it goes"),
    replace: z.boolean().default(false).describe("lose the data that the target holds now"),
    acceptFigures: z
      .boolean()
      .default(false)
      .describe("keep what was moved when a number is another, because this program defines it otherwise"),
    yes: z.boolean().default(false).describe("do not ask"),
  }),
  run: async (ctx, args) => {
    await refuseRunningUp(ctx);
    if (args.from === args.to) throw new AppError("invalid", "Source and target are the same; give another --to");
    const sessionSecretId = await findSessionSecretId(ctx);
    const { end, version, changedFigures } = await withPlace(ctx, args.from, (from) =>
      withPlace(ctx, args.to, async (to) => {
        if (args.replace && !args.yes) await confirm(ctx, `Everything that ${maskUrl(to)} holds is replaced.`);
        return await moveDatabase({
          from: { url: from, now: systemClock.now(), sessionSecretId, readFigures: readInstallationFigures },
          to: {
            url: to,
            isReplacing: args.replace,
            // The keys stay where they are: in this installation's settings or state folder.
            keyIds: null,
            acceptsFigures: args.acceptFigures,
            onStep: (step) => {
              ctx.say(step);
            },
          },
        });
      }),
    );
    const rows = Object.values(end.rows).reduce((sum, count) => sum + count, 0);
    for (const change of changedFigures) ctx.say(`This program computes otherwise: ${change}`);
    if (ctx.json)
      ctx.printJson({ rows, tables: end.rows, figures: Object.keys(end.figures).length, changedFigures, version });
    else
      ctx.out(
        `${rows.toLocaleString("en-US")} rows are in ${args.to === embedded ? "the bundled PostgreSQL" : maskUrl(args.to)}`,
      );
    ctx.say(
      args.to === embedded
        ? "Take POSTGRES_URL and POSTGRES_DIRECT_URL out of the settings, and start ./pulse up"
        : "Set POSTGRES_URL to that address, and start ./pulse up. The old data lies where it was until you remove it",
    );
  },
});

async function withPlace<T>(ctx: CliContext, given: string, work: (url: string) => Promise<T>): Promise<T> {
  if (given !== embedded) return await work(given);
  const server = await startEmbeddedPostgres({
    dataDir: path.join(ctx.home, "postgres", "data"),
    logFile: path.join(ctx.home, "logs", "postgres.log"),
    label: "./pulse db move",
  });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}
