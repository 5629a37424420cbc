import type { Db } from "@pulse/db";
import { sql } from "kysely";

const columns = {
  pull_request_timeline:
    "repository_id, number, author_id, label_names, created_at, ready_at, first_commit_at, first_review_at, first_approval_at, merged_at, closed_at, deployed_at, updated_at, review_depth, review_rounds, lines",
  issue_timeline: "repository_id, number, author_id, label_names, created_at, first_response_at, closed_at, updated_at",
} as const;

/** What is kept per item and differs from what the facts say now. Nothing, whoever wrote the facts and in whatever order. */
export async function findStaleTimelines(db: Db): Promise<readonly unknown[]> {
  const found = [];
  for (const [view, names] of Object.entries(columns)) {
    const listed = sql.raw(names);
    const differing = await sql`
      (select ${listed} from ${sql.id("metrics", view)} except select ${listed} from ${sql.id("metrics", `${view}_from_facts`)})
      union all
      (select ${listed} from ${sql.id("metrics", `${view}_from_facts`)} except select ${listed} from ${sql.id("metrics", view)})
    `.execute(db);
    found.push(...differing.rows);
  }
  return found;
}
