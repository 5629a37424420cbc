import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { IssueRow, SavedItems } from "./save-issues.ts";
import { countSaved, type SaveScope } from "./save-scope.ts";

export type PullRequestRow = Omit<IssueRow, "state" | "stateReason"> & {
  readonly state: "open" | "closed" | "merged";
  readonly isDraft?: boolean;
  readonly baseRef: string | null;
  readonly baseSha: string | null;
  readonly headRef: string | null;
  readonly headSha: string | null;
  /** `owner/name`; null when the fork is gone. */
  readonly headRepository: string | null;
  readonly mergedAt: string | null;
  readonly mergedById: number | null;
  readonly mergeCommitSha: string | null;
  readonly additions?: number | null;
  readonly deletions?: number | null;
  readonly changedFiles?: number | null;
};

type Input = {
  readonly rows: readonly PullRequestRow[];
  /** False for sources without drafts, milestones and sizes: what is known of those then stays. */
  readonly hasDetails: boolean;
};

// GitHub's lists by REST leave out who merged; that never changes while it is merged.
const mergedById = sql`
  case when excluded.merged_at is not null then coalesce(excluded.merged_by_id, pull_request.merged_by_id) end
`;

/** Saves pull requests by number. A row seen again is no longer deleted; one that is newer in the database stays as it is. */
export async function savePullRequests(tx: Tx, scope: SaveScope, input: Input): Promise<SavedItems> {
  const saved = await sql<{ number: number; id: number; isNew: boolean | null }>`
    with input as materialized (
      select *
      from json_to_recordset(${JSON.stringify(input.rows)}::json) as row (
        number integer, "githubId" bigint, "nodeId" text, title text, body text, state text, "isDraft" boolean,
        "authorId" bigint, "authorAssociation" text, "labelNames" text[], "assigneeIds" bigint[], "milestoneId" bigint,
        "baseRef" text, "baseSha" text, "headRef" text, "headSha" text, "headRepository" text,
        "mergedById" bigint, "mergeCommitSha" text, additions integer, deletions integer, "changedFiles" integer,
        "createdAt" timestamptz, "mergedAt" timestamptz, "closedAt" timestamptz, "updatedAt" timestamptz
      )
    ), saved as (
      insert into pulse.pull_requests as pull_request (
        workspace_id, repository_id, github_id, node_id, number, title, body, state, is_draft, author_id,
        author_association, label_names, assignee_ids, milestone_id, base_ref, base_sha, head_ref, head_sha,
        head_repository, merged_by_id, merge_commit_sha, additions, deletions, changed_files,
        created_at, merged_at, closed_at, updated_at, fetched_at
      )
      select
        ${scope.workspaceId}, ${scope.repositoryId}, "githubId", "nodeId", number, title, body, state,
        coalesce("isDraft", false), "authorId", "authorAssociation", "labelNames", "assigneeIds", "milestoneId",
        "baseRef", "baseSha", "headRef", "headSha", "headRepository", "mergedById", "mergeCommitSha",
        additions, deletions, "changedFiles",
        "createdAt", "mergedAt", "closedAt", "updatedAt", ${scope.fetchedAt}::timestamptz
      from input
      order by number
      on conflict (repository_id, number) do update set
        github_id = coalesce(excluded.github_id, pull_request.github_id),
        node_id = coalesce(excluded.node_id, pull_request.node_id),
        title = excluded.title,
        body = excluded.body,
        state = excluded.state,
        is_draft = case when ${input.hasDetails} then excluded.is_draft else pull_request.is_draft end,
        author_id = excluded.author_id,
        author_association = excluded.author_association,
        label_names = excluded.label_names,
        assignee_ids = excluded.assignee_ids,
        milestone_id = case when ${input.hasDetails} then excluded.milestone_id else pull_request.milestone_id end,
        base_ref = excluded.base_ref,
        base_sha = excluded.base_sha,
        head_ref = excluded.head_ref,
        head_sha = excluded.head_sha,
        head_repository = excluded.head_repository,
        merged_by_id = ${mergedById},
        merge_commit_sha = excluded.merge_commit_sha,
        additions = coalesce(excluded.additions, pull_request.additions),
        deletions = coalesce(excluded.deletions, pull_request.deletions),
        changed_files = coalesce(excluded.changed_files, pull_request.changed_files),
        created_at = excluded.created_at,
        merged_at = excluded.merged_at,
        closed_at = excluded.closed_at,
        deleted_at = null,
        updated_at = excluded.updated_at,
        fetched_at = excluded.fetched_at
      where (excluded.updated_at, excluded.fetched_at) >= (pull_request.updated_at, pull_request.fetched_at)
        and (
          pull_request.deleted_at is not null
          or (
            coalesce(excluded.github_id, pull_request.github_id), coalesce(excluded.node_id, pull_request.node_id),
            excluded.title, excluded.body, excluded.state, excluded.author_id, excluded.author_association,
            excluded.label_names, excluded.assignee_ids, excluded.base_ref, excluded.base_sha, excluded.head_ref,
            excluded.head_sha, excluded.head_repository, ${mergedById},
            excluded.merge_commit_sha,
            excluded.created_at, excluded.merged_at, excluded.closed_at, excluded.updated_at
          ) is distinct from (
            pull_request.github_id, pull_request.node_id, pull_request.title, pull_request.body, pull_request.state,
            pull_request.author_id, pull_request.author_association, pull_request.label_names,
            pull_request.assignee_ids, pull_request.base_ref, pull_request.base_sha, pull_request.head_ref,
            pull_request.head_sha, pull_request.head_repository, pull_request.merged_by_id,
            pull_request.merge_commit_sha, pull_request.created_at, pull_request.merged_at, pull_request.closed_at,
            pull_request.updated_at
          )
          or ${input.hasDetails}
            and (
              excluded.is_draft, excluded.milestone_id, coalesce(excluded.additions, pull_request.additions),
              coalesce(excluded.deletions, pull_request.deletions),
              coalesce(excluded.changed_files, pull_request.changed_files)
            ) is distinct from (
              pull_request.is_draft, pull_request.milestone_id, pull_request.additions, pull_request.deletions,
              pull_request.changed_files
            )
        )
      returning number, id, xmax = 0 as is_new
    )
    select input.number, coalesce(saved.id, pull_request.id) as id, saved.is_new
    from input
    left join saved using (number)
    left join pulse.pull_requests as pull_request
      on pull_request.repository_id = ${scope.repositoryId} and pull_request.number = input.number
  `.execute(tx);
  return { idByNumber: new Map(saved.rows.map((row) => [row.number, row.id])), counts: countSaved(saved.rows) };
}
