import path from "node:path";

import { readInstallationFigures } from "@pulse/actions";
import { backupDatabase } from "@pulse/db";
import { systemClock } from "@pulse/kit";
import { z } from "zod";

import { findSessionSecretId } from "../backup-secrets.ts";
import { command } from "../command.ts";
import { withDirectDatabase } from "../with-direct-database.ts";

export const dbBackup = command({
  name: "db backup",
  summary: "Write everything that this installation holds to one file",
  description:
    "Takes the state of one instant, while everybody goes on working. The file carries a checksum, the rows of each table, and numbers\n" +
    "that a restore computes again. It fits any PostgreSQL that Pulse-Hub runs on. Encryption keys are not in it: keep them elsewhere.",
  examples: ["./pulse db backup", "./pulse db backup /mnt/backups/monday.backup --json"],
  args: z.object({
    file: z.string().optional().describe("where to; pulse-hub-DATE-TIME.backup here without it"),
  }),
  positionals: ["file"],
  run: async (ctx, args) => {
    const now = systemClock.now();
    const file = path.resolve(
      args.file ?? `pulse-hub-${now.toISOString().slice(0, 19).replaceAll(/[T:]/g, "-")}.backup`,
    );
    const sessionSecretId = await findSessionSecretId(ctx);
    const { end, sizeBytes, head } = await withDirectDatabase(ctx, (url) =>
      backupDatabase({
        url,
        file,
        now,
        sessionSecretId,
        readFigures: readInstallationFigures,
        onStep: (step) => {
          ctx.say(step);
        },
      }),
    );
    const rows = Object.values(end.rows).reduce((sum, count) => sum + count, 0);
    if (ctx.json) {
      ctx.printJson({ file, sizeBytes, rows, tables: end.rows, figures: end.figures, keyIds: head.keyIds });
      return;
    }
    ctx.out(`${file}: ${rows.toLocaleString("en-US")} rows, ${(sizeBytes / 1e6).toFixed(1)} MB`);
    if (head.keyIds.length > 0) {
      ctx.say(
        `Its stored secrets open only with the key ${head.keyIds.join(", ")} of PULSE_ENCRYPTION_KEYS${ctx.env.PULSE_ENCRYPTION_KEYS === undefined ? `, which is in ${path.join(ctx.home, "encryption-keys")}` : ""}. Keep it, but not beside the backup`,
      );
    }
  },
});
