import { refreshStatistics, withService, type Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { checkTransfer } from "./check-transfer.ts";
import { listTransferTables } from "./transfer-tables.ts";
import { writeTransfer } from "./write-transfer.ts";

/**
 * Takes what another installation exported into a workspace without repositories: all of it or nothing. Facts, settings, rules and groups
 * come along and give the same numbers; people, keys, connections and logs of there do not.
 */
export const importWorkspace = defineAction({
  name: "import_workspace",
  summary: "Import everything that another installation exported of a workspace, into one that has no repositories yet",
  scope: "admin",
  input: z.object({ file: z.string().min(1) }),
  run: async (ctx, { file }) => {
    const { workspaceId } = ctx.actor;
    await withService(ctx.db, (tx) => requireEmpty(tx, workspaceId));
    const tables = await withService(ctx.db, listTransferTables);
    const checked = await checkTransfer(file, tables);
    const written = await withService(ctx.db, async (tx) => {
      await sql`set local statement_timeout = 0`.execute(tx);
      await requireEmpty(tx, workspaceId);
      const shift = await reserveIds(tx, checked.largestId);
      return await writeTransfer(tx, {
        file,
        tables,
        workspaceId,
        shift,
        onRows: (done) => {
          ctx.signal?.throwIfAborted();
          ctx.onProgress?.({ done, total: checked.rows });
        },
      });
    }).catch((error: unknown) => {
      throw isOfData(error)
        ? new AppError("invalid", `${file} cannot be imported: ${error.message}. Nothing was kept`, { cause: error })
        : error;
    });
    await refreshStatistics(ctx.db);
    const imported = { workspace: checked.head.workspace, writtenAt: checked.head.written_at, rows: written };
    ctx.note({ after: imported });
    return imported;
  },
});

/** Two imports into one workspace wait for each other, and the second finds it taken. */
async function requireEmpty(tx: Tx, workspaceId: number): Promise<void> {
  await sql`select from pulse.workspaces where id = ${workspaceId} for update`.execute(tx);
  const found = await sql`
    select from pulse.repositories where workspace_id = ${workspaceId}
    union all
    select from pulse.label_groups where workspace_id = ${workspaceId}
    union all
    select from pulse.teams where workspace_id = ${workspaceId}
    limit 1
  `.execute(tx);
  if (found.rows.length === 0) {
    // Accounts are made by whatever reads repositories, and none is left here.
    await sql`delete from pulse.accounts where workspace_id = ${workspaceId}`.execute(tx);
    return;
  }
  throw new AppError(
    "conflict",
    "An export goes into a workspace without repositories, groups and teams, and this one has some. Make a new one (Settings, Workspace) and name it: --workspace SLUG",
  );
}

/** What to add to every id of a file, so that all of them lie above those that are here and those that others are given meanwhile. */
async function reserveIds(tx: Tx, largestId: number): Promise<number> {
  const found = await sql<{ shift: number }>`select pulse.reserve_ids(${largestId}::bigint) as shift`.execute(tx);
  const shift = found.rows[0]?.shift;
  if (shift === undefined) throw new Error("a function gave no row");
  return shift;
}

/** PostgreSQL's classes for data that does not fit, and for constraints that it breaks. */
const isOfData = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && typeof error.code === "string" && /^2[23]/.test(error.code);
