import type { Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

/** What the numbers of a workspace are computed with. */
export type WorkspaceSettings = {
  readonly name: string;
  readonly timeZone: string;
  readonly botLogins: readonly string[];
  readonly ignoredPaths: readonly string[];
  readonly responseSlaHours: number;
};

/** The settings as they are; `isLocked` holds them so until the transaction ends. Throws `not_found` for a workspace that is gone. */
export async function readSettings(
  tx: Tx,
  input: { readonly workspaceId: number; readonly isLocked: boolean },
): Promise<WorkspaceSettings> {
  const found = await sql<WorkspaceSettings>`
    select
      name, time_zone, bot_logins, ignored_paths,
      (extract(epoch from response_sla) / 3600)::float8 as response_sla_hours
    from pulse.workspaces
    where id = ${input.workspaceId}
    ${input.isLocked ? sql`for update` : sql``}
  `.execute(tx);
  const [settings] = found.rows;
  if (settings === undefined) throw new AppError("not_found", "This workspace is gone");
  return settings;
}
