import { sql } from "kysely";

import type { Db } from "./connect.ts";

const factTables = [
  "repositories",
  "accounts",
  "sync_state",
  "labels",
  "milestones",
  "issues",
  "issue_comments",
  "issue_actors",
  "issue_timelines",
  "pull_requests",
  "pull_request_actors",
  "pull_request_timelines",
  "pull_request_commits",
  "pull_request_files",
  "reviews",
  "review_comments",
  "review_requests",
  "review_timelines",
  "timeline_events",
  "commits",
  "contributor_spans",
  "contributor_weeks",
  "tags",
  "releases",
  "workflow_runs",
  "workflow_jobs",
  "workflow_steps",
  "ci_failures",
  "ci_spans",
  "ci_weeks",
  "deployments",
  "deployment_changes",
  "deployment_commits",
  "deployment_statuses",
  "incidents",
] as const;

/**
 * Tells the planner what the tables hold now. Right after a large import it would otherwise guess for up to a minute, until
 * autovacuum comes by, and a page may take seconds. Works for the owner of the tables; for anybody else PostgreSQL skips them.
 */
export async function refreshStatistics(db: Db): Promise<void> {
  const tables = factTables.map((name) => sql.id("pulse", name));
  await sql`analyze ${sql.join(tables)}`.execute(db);
}
