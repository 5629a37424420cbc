import { randomUUID } from "node:crypto";

import { withService, type Db } from "@pulse/db";
import { sql } from "kysely";

import type { FactKind } from "../src/metric.ts";

export type SeededWorkspace = { readonly id: number; readonly userId: string };
export type SeededRepository = { readonly id: number; readonly workspaceId: number; readonly fullName: string };

type WorkspaceInput = {
  readonly timeZone?: string;
  readonly botLogins?: readonly string[];
  readonly ignoredPaths?: readonly string[];
};

/** A workspace of its own with one member. */
export async function seedWorkspace(db: Db, input: WorkspaceInput = {}): Promise<SeededWorkspace> {
  const userId = randomUUID();
  const id = await withService(db, async (tx) => {
    const made = await sql<{ readonly id: number }>`
      insert into pulse.workspaces (slug, name, time_zone, bot_logins, ignored_paths)
      values (
        ${`w-${userId.slice(0, 8)}`}, 'Test', ${input.timeZone ?? "UTC"},
        ${input.botLogins ?? []}::text[], ${input.ignoredPaths ?? []}::text[]
      )
      returning id
    `.execute(tx);
    const workspaceId = made.rows[0]?.id ?? 0;
    await sql`
      insert into pulse.memberships (workspace_id, user_id, role)
      values (${workspaceId}, ${userId}, 'owner')
    `.execute(tx);
    return workspaceId;
  });
  return { id, userId };
}

/** Everything that the pr.* numbers can need. */
export const allKinds: readonly FactKind[] = [
  "pull_requests",
  "pull_request_commits",
  "pull_request_files",
  "reviews",
  "review_comments",
  "issue_comments",
  "timeline_events",
  "deployments",
];

type RepositoryInput = {
  readonly kinds?: readonly FactKind[];
  readonly coveredFrom?: string;
  readonly coveredTo?: string;
};

let repositories = 0;

/** A repository that was read to the end of 2030, unless said otherwise. */
export async function seedRepository(
  db: Db,
  workspace: Pick<SeededWorkspace, "id">,
  input: RepositoryInput = {},
): Promise<SeededRepository> {
  repositories += 1;
  const name = `site-${String(repositories).padStart(3, "0")}`;
  const coveredTo = input.coveredTo ?? "2031-01-01T00:00:00Z";
  const id = await withService(db, async (tx) => {
    const made = await sql<{ readonly id: number }>`
      insert into pulse.repositories (workspace_id, owner, name, fetched_at)
      values (${workspace.id}, 'acme', ${name}, ${coveredTo}::timestamptz)
      returning id
    `.execute(tx);
    const repositoryId = made.rows[0]?.id ?? 0;
    await sql`
      insert into pulse.sync_state (workspace_id, repository_id, kind, source, covered_from, covered_to, fetched_at)
      select
        ${workspace.id}, ${repositoryId}, kind, 'sync',
        ${input.coveredFrom ?? null}::timestamptz, ${coveredTo}::timestamptz, ${coveredTo}::timestamptz
      from unnest(${input.kinds ?? allKinds}::text[]) as read (kind)
    `.execute(tx);
    return repositoryId;
  });
  return { id, workspaceId: workspace.id, fullName: `acme/${name}` };
}
