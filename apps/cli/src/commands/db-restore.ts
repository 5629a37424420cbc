import path from "node:path";

import { readInstallationFigures } from "@pulse/actions";
import { checkBackupFile, maskUrl, restoreDatabase } from "@pulse/db";
import { z } from "zod";

import { findSessionSecretId, listKeyIds } from "../backup-secrets.ts";
import { command } from "../command.ts";
import { confirm } from "../confirm.ts";
import { refuseRunningUp } from "../refuse-running-up.ts";
import { withDirectDatabase } from "../with-direct-database.ts";

export const dbRestore = command({
  name: "db restore",
  summary: "Make the database what a backup says, and prove it by numbers",
  description:
    "Checks the file before it touches anything, works in one transaction, and ends it only when the rows of every table and the numbers\n" +
    "are those of the backup. A backup of an earlier version is brought up to date on the way. A database with data is refused without --replace.",
  examples: [
    "./pulse db restore monday.backup",
    "POSTGRES_URL=postgres://pulse@db.example.org:5432/pulse ./pulse db restore monday.backup --json",
    "./pulse db restore monday.backup --replace --yes",
  ],
  args: z.object({
    file: z.string().describe("what ./pulse db backup wrote"),
    replace: z.boolean().default(false).describe("lose the data that the database holds now"),
    withoutKeys: z
      .boolean()
      .default(false)
      .describe("restore though the keys of stored secrets are missing; connections are to be entered again"),
    acceptFigures: z
      .boolean()
      .default(false)
      .describe("keep what was restored when a number is another, because this program defines it otherwise"),
    yes: z.boolean().default(false).describe("do not ask"),
  }),
  positionals: ["file"],
  run: async (ctx, args) => {
    const file = path.resolve(args.file);
    await refuseRunningUp(ctx);
    const { takenAt, sessionSecretId } = await checkBackupFile(file);
    const keyIds = args.withoutKeys ? null : await listKeyIds(ctx);
    const result = await withDirectDatabase(ctx, async (url) => {
      if (args.replace && !args.yes) {
        await confirm(ctx, `Everything that ${maskUrl(url)} holds is replaced by the state of ${takenAt}.`);
      }
      return await restoreDatabase({
        url,
        file,
        isReplacing: args.replace,
        keyIds,
        acceptsFigures: args.acceptFigures,
        readFigures: readInstallationFigures,
        onStep: (step) => {
          ctx.say(step);
        },
      });
    });
    const { end, version, changedFigures } = result;
    const rows = Object.values(end.rows).reduce((sum, count) => sum + count, 0);
    const figures = Object.keys(end.figures).length;
    for (const change of changedFigures) ctx.say(`This program computes otherwise: ${change}`);
    if (sessionSecretId !== null && sessionSecretId !== (await findSessionSecretId(ctx))) {
      ctx.say(
        "Sessions were signed with another NEXTAUTH_SECRET (or .pulse/session-secret): everybody has to sign in again",
      );
    }
    if (ctx.json) ctx.printJson({ file, takenAt, rows, tables: end.rows, figures, changedFigures, version });
    else {
      ctx.out(
        `The database is as it was at ${takenAt}: ${rows.toLocaleString("en-US")} rows counted, ${figures - changedFigures.length} of ${figures} numbers the same, at migration ${version}`,
      );
    }
  },
});
