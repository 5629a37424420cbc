import { connect, ensureDefaultWorkspace, migrate, migrationStatus } from "@pulse/db";
import { AppError } from "@pulse/kit";

import type { CliContext, OpenDatabase } from "./context.ts";
import { startOrShareDatabase } from "./up/start-database.ts";

type Base = Pick<CliContext, "home" | "env" | "signal" | "say">;

/**
 * The database of the running `up`, else POSTGRES_URL, else the embedded server, which is stopped by `close`. Ours is migrated
 * on the way; another's only when asked to (`migrate: true`), and must be current unless `migrate` is false.
 */
export async function openDatabase(
  ctx: Base,
  input: { readonly migrate?: boolean; readonly label: string },
): Promise<OpenDatabase> {
  const found = await startOrShareDatabase(ctx, input.label);
  if ("up" in found) {
    if (input.migrate !== false) {
      await requireCurrent(found.database.url, "Stop the running ./pulse up with Ctrl-C and start it again");
    }
    return open(found.database.url, async () => undefined);
  }
  try {
    const mayMigrate = input.migrate ?? found.isEmbedded;
    if (mayMigrate) await migrate({ url: found.directUrl });
    else if (input.migrate === undefined) await requireCurrent(found.directUrl, "Run: ./pulse db migrate");
    const opened = open(found.url, found.stop);
    if (mayMigrate) await ensureDefaultWorkspace(opened.db);
    return opened;
  } catch (error) {
    await found.stop();
    throw error;
  }
}

async function requireCurrent(url: string, nextStep: string): Promise<void> {
  const { isCurrent, version, latest } = await migrationStatus({ url });
  if (isCurrent) return;
  throw new AppError(
    "conflict",
    `The database is at migration ${version}, and this program is made for ${latest}. ${nextStep}`,
  );
}

function open(url: string, stop: () => Promise<void>): OpenDatabase {
  const db = connect({ url, applicationName: "pulse-hub cli", statementTimeoutMs: 0 });
  return {
    db,
    url,
    close: async () => {
      await db.destroy();
      await stop();
    },
  };
}
