import { withService } from "@pulse/db";
import { parseRepositoryName, queueRun } from "@pulse/github";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";

type Tracked = { readonly id: number; readonly fullName: string; readonly isTracked: boolean };

/** Queues a reading of one connected repository, or of all. The worker does it; `list_sync_runs` tells how far it is. */
export const requestSync = defineAction({
  name: "request_sync",
  summary: "Ask for a reading of one connected repository, or of all of them, now",
  scope: "write",
  input: z.object({
    repository: z.string().optional().describe("the repository, as OWNER/NAME; all connected ones unless given"),
    isFull: z.boolean().default(false).describe("also look for what GitHub changed without saying so"),
  }),
  run: async (ctx, input) =>
    await withService(ctx.db, async (tx) => {
      const { workspaceId } = ctx.actor;
      const name = input.repository === undefined ? null : parseRepositoryName(input.repository).fullName;
      const found = await sql<Tracked>`
        select id, full_name, is_tracked
        from pulse.repositories
        where workspace_id = ${workspaceId}
          and deleted_at is null
          and case when ${name}::text is null then is_tracked else lower(full_name) = lower(${name}) end
        order by id
      `.execute(tx);
      refuseUntracked(name, found.rows);
      const runs = [];
      for (const { id, fullName } of found.rows) {
        const trigger = input.isFull ? "sweep" : "manual";
        runs.push({
          repository: fullName,
          repositoryId: id,
          ...(await queueRun(tx, { workspaceId, repositoryId: id, trigger })),
        });
      }
      ctx.note({ after: { runs } });
      return { runs };
    }),
});

function refuseUntracked(name: string | null, found: readonly Tracked[]): void {
  const [first] = found;
  if (first?.isTracked === true) return;
  if (name === null) {
    throw new AppError("not_found", "No repository is connected yet. Connect one: ./pulse repo connect OWNER/NAME");
  }
  throw new AppError(
    first === undefined ? "not_found" : "conflict",
    `Repository ${first?.fullName ?? name} is not connected. Run: ./pulse repo connect ${first?.fullName ?? name}`,
  );
}
