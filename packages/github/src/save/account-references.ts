import { sql, type RawBuilder } from "kysely";

type Reference = {
  readonly table: RawBuilder<unknown>;
  readonly column: RawBuilder<unknown>;
  readonly isList: boolean;
};

/** Every column that names an account, checked against the catalogue by a test. */
export const accountColumns = [
  "issues.author_id",
  "issues.assignee_ids",
  "pull_requests.author_id",
  "pull_requests.assignee_ids",
  "pull_requests.merged_by_id",
  "issue_comments.author_id",
  "issue_actors.account_id",
  "reviews.author_id",
  "review_comments.author_id",
  "pull_request_actors.account_id",
  "review_requests.account_id",
  "review_requests.requested_by_id",
  "timeline_events.actor_id",
  "commits.author_id",
  "pull_request_commits.author_id",
  "releases.author_id",
  "workflow_runs.actor_id",
  "deployments.creator_id",
  "team_members.account_id",
] as const;

export const accountReferences: readonly Reference[] = accountColumns.map((name) => {
  const [table = "", column = ""] = name.split(".");
  return { table: sql.id("pulse", table), column: sql.id(column), isList: column.endsWith("_ids") };
});
