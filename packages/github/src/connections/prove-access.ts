/** Once a day every connected repository is asked for by its own connection, whether it is read or not: what is lost shows, what is back too. */
import { withService, type Db } from "@pulse/db";
import { isAppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { createGitHubClient, type ClientContext } from "../client/create-github-client.ts";
import type { GitHubClient, OpenedConnection } from "../client/github-client.ts";
import { accessAfterError } from "../sync/access-after-error.ts";
import { isHidden } from "../sync/hidden-access.ts";
import { queueRun } from "../sync-runs/queue-run.ts";

export type RepositoryToProve = {
  readonly id: number;
  readonly workspaceId: number;
  readonly fullName: string;
  readonly githubId: number | null;
  readonly visibility: string | null;
  readonly access: string;
  readonly connectionId: number;
};

type Answer = Awaited<ReturnType<GitHubClient["get"]>>;

const lost: readonly string[] = ["private", "forbidden", "deleted", "uninstalled", "disconnected"];

const nameSchema = z.object({ name: z.string(), owner: z.object({ login: z.string() }) });

/** Those whose access nobody has proven for a day, longest first. */
export async function listUnprovenRepositories(db: Db, limit: number): Promise<readonly RepositoryToProve[]> {
  const found = await withService(db, (tx) =>
    sql<RepositoryToProve>`
      select id, workspace_id, full_name, github_id, visibility, access, connection_id
      from pulse.repositories
      where is_tracked
        and deleted_at is null
        and connection_id is not null
        and coalesce(access_checked_at, '-infinity') < now() - interval '1 day'
      order by access_checked_at nulls first, id
      limit ${limit}
    `.execute(tx),
  );
  return found.rows;
}

/** Asks for one repository and notes what came of it. Throws what says nothing of access: limits, GitHub being down. */
export async function proveAccess(
  ctx: ClientContext,
  connection: OpenedConnection,
  input: { readonly repository: RepositoryToProve; readonly apiUrl: string; readonly signal: AbortSignal },
): Promise<void> {
  const { repository, apiUrl, signal } = input;
  const client = createGitHubClient(ctx, connection, { purpose: "sync", apiUrl });
  // By its id it is found whatever it is called now.
  const path = repository.githubId === null ? `/repos/${repository.fullName}` : `/repositories/${repository.githubId}`;
  let answer: Answer;
  try {
    answer = await client.get(path, { signal });
  } catch (error) {
    if (!isAppError(error)) throw error;
    const found = accessAfterError(error, { ...repository, connectionKind: connection.kind });
    if (found === null) throw error;
    // Why it was taken for deleted is known better already.
    const isKnown = repository.access === "deleted" && error.code === "not_found";
    await note(ctx, repository, isKnown ? null : found);
    return;
  }
  const isBack = lost.includes(repository.access);
  if (!isBack) {
    await note(ctx, repository, null);
    return;
  }
  await note(ctx, repository, (await takeNewName(ctx, repository, answer)) ?? { access: "ok", detail: null });
  const { id: repositoryId, workspaceId } = repository;
  await withService(ctx.db, async (tx) => {
    await queueRun(tx, { workspaceId, repositoryId, trigger: "schedule" });
  });
}

/**
 * A lost repository that is found by its id under another name: its old one may belong to another repository by now, and reading by that name
 * would never find it again.
 */
async function takeNewName(
  ctx: ClientContext,
  repository: RepositoryToProve,
  answer: Answer,
): Promise<{ readonly access: string; readonly detail: string } | null> {
  const found = nameSchema.safeParse(answer.isNotModified ? null : answer.data);
  if (!found.success) return null;
  const { name, owner } = found.data;
  const fullName = `${owner.login}/${name}`;
  if (fullName.toLowerCase() === repository.fullName.toLowerCase()) return null;
  const { rows } = await withService(ctx.db, (tx) =>
    sql`
      update pulse.repositories
      set owner = ${owner.login}, name = ${name}
      where id = ${repository.id}
        and not exists (
          select
          from pulse.repositories as other
          where other.workspace_id = ${repository.workspaceId}
            and lower(other.owner) = lower(${owner.login})
            and lower(other.name) = lower(${name})
        )
      returning 1
    `.execute(tx),
  );
  if (rows.length === 0) return null;
  return {
    access: "renamed",
    detail: `GitHub now has ${repository.fullName} as ${fullName}; it is read under that name. Change links and scripts that use the old one`,
  };
}

async function note(
  ctx: ClientContext,
  repository: RepositoryToProve,
  found: { readonly access: string; readonly detail: string | null } | null,
): Promise<void> {
  const isKept = sql`${found === null} or ${found?.access === "disconnected"} and ${isHidden}`;
  await withService(ctx.db, (tx) =>
    sql`
      update pulse.repositories
      set
        access = case when ${isKept} then access else ${found?.access ?? null} end,
        access_detail = case when ${isKept} then access_detail else ${found?.detail ?? null} end,
        access_checked_at = now()
      where id = ${repository.id}
        and connection_id = ${repository.connectionId}
    `.execute(tx),
  );
}
