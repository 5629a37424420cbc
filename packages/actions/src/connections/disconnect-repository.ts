import { withService, type Tx } from "@pulse/db";
import { isHidden, lockRepository, parseRepositoryName } from "@pulse/github";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";

type Stored = {
  readonly id: number;
  readonly fullName: string;
  readonly isTracked: boolean;
  readonly issues: number;
  readonly pullRequests: number;
};

/** Stops reading a repository. Its facts are kept, or deleted with everything that hangs on them. GitHub itself is not touched. */
export const disconnectRepository = defineAction({
  name: "disconnect_repository",
  summary: "Stop reading a repository, and either keep what is known of it or delete all of it",
  scope: "admin",
  input: z.object({
    repository: z.string().describe("the repository, as OWNER/NAME"),
    keepsFacts: z.boolean().describe("true keeps its facts and numbers; false deletes them for good"),
  }),
  run: async (ctx, input) =>
    await withService(ctx.db, async (tx) => {
      const { workspaceId } = ctx.actor;
      const { fullName } = parseRepositoryName(input.repository);
      const stored = await getStored(tx, { workspaceId, fullName });
      await lockRepository(tx, stored);
      if (input.keepsFacts) await stopReading(tx, stored.id);
      else await deleteAll(tx, stored.id);
      const { issues, pullRequests, isTracked } = stored;
      const before = { repository: stored.fullName, isTracked, issues, pullRequests };
      ctx.note({ before, after: input.keepsFacts ? { ...before, isTracked: false } : null });
      return { repository: stored.fullName, areFactsKept: input.keepsFacts, issues, pullRequests };
    }),
});

async function getStored(tx: Tx, input: { readonly workspaceId: number; readonly fullName: string }): Promise<Stored> {
  const found = await sql<Stored>`
    select
      repository.id,
      repository.full_name,
      repository.is_tracked,
      (select count(*) from pulse.issues as issue where issue.repository_id = repository.id) as issues,
      (select count(*) from pulse.pull_requests as pull_request where pull_request.repository_id = repository.id) as pull_requests
    from pulse.repositories as repository
    where repository.workspace_id = ${input.workspaceId}
      and lower(repository.full_name) = lower(${input.fullName})
  `.execute(tx);
  const [stored] = found.rows;
  if (stored !== undefined) return stored;
  throw new AppError("not_found", `There is no repository ${input.fullName} in this workspace. Run: ./pulse repo list`);
}

/**
 * A run under way notices at its next page that it is no longer its worker's. What GitHub hid stays hidden: nobody has seen it since.
 */
async function stopReading(tx: Tx, id: number): Promise<void> {
  await sql`
    update pulse.sync_runs
    set state = 'cancelled', finished_at = now(), resume_at = null, estimated_end_at = null
    where repository_id = ${id}
      and state in ('queued', 'running', 'waiting')
  `.execute(tx);
  await sql`
    update pulse.repositories
    set
      is_tracked = false,
      connection_id = null,
      access = case when ${isHidden} then access else 'ok' end,
      access_detail = case when ${isHidden} then access_detail end
    where id = ${id}
  `.execute(tx);
}

async function deleteAll(tx: Tx, id: number): Promise<void> {
  await sql`
    delete from pulse.repositories
    where id = ${id}
  `.execute(tx);
}
