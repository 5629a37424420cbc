import type { Db } from "@pulse/db";
import { sql } from "kysely";

import { findStaleTimelines } from "./find-stale-timelines.ts";

/**
 * Everything that is stored of a workspace's repositories, without our ids and without the times of reading, so that two databases can be
 * compared: people by login, children by number of their item. Throws when what is kept per item is not what these facts say.
 */
export async function readFacts(db: Db): Promise<Readonly<Record<string, readonly string[]>>> {
  const stale = await findStaleTimelines(db);
  if (stale.length > 0) throw new Error(`What is kept per item is not what the facts say: ${JSON.stringify(stale[0])}`);
  const found = await sql<{ kind: string; fact: string }>`
    select 'accounts' as kind, login as fact from pulse.accounts
    union all
    select 'labels', jsonb_build_array(name, description, color)::text from pulse.labels
    union all
    select 'issues', jsonb_build_array(
      number, issue.node_id, title, body, state, author.login, author_association, label_names,
      (select array_agg(login order by login) from pulse.accounts where id = any(assignee_ids)),
      created_at, closed_at, deleted_at is not null, issue.updated_at
    )::text
    from pulse.issues as issue
    left join pulse.accounts as author on author.id = author_id
    union all
    select 'pulls', jsonb_build_array(
      number, pull.node_id, title, body, state, author.login, author_association, label_names,
      (select array_agg(login order by login) from pulse.accounts where id = any(assignee_ids)),
      base_ref, base_sha, head_ref, head_sha, head_repository, merger.login,
      merge_commit_sha, created_at, merged_at, closed_at, deleted_at is not null, pull.updated_at
    )::text
    from pulse.pull_requests as pull
    left join pulse.accounts as author on author.id = author_id
    left join pulse.accounts as merger on merger.id = merged_by_id
    union all
    select 'issue comments', jsonb_build_array(
      issue.number, pull.number, author.login, comment.author_association, comment.body, comment.created_at, ordinal,
      comment.updated_at
    )::text
    from pulse.issue_comments as comment
    left join pulse.issues as issue on issue.id = issue_id
    left join pulse.pull_requests as pull on pull.id = pull_request_id
    left join pulse.accounts as author on author.id = comment.author_id
    union all
    select 'reviews', jsonb_build_array(
      pull.number, review.node_id, author.login, review.author_association, review.state, review.body, commit_sha,
      submitted_at, review.updated_at
    )::text
    from pulse.reviews as review
    join pulse.pull_requests as pull on pull.id = pull_request_id
    left join pulse.accounts as author on author.id = review.author_id
    union all
    select 'review comments', jsonb_build_array(
      pull.number, review.node_id, author.login, comment.author_association, original_position, comment.body,
      comment.created_at, ordinal, comment.updated_at
    )::text
    from pulse.review_comments as comment
    join pulse.reviews as review on review.id = comment.review_id
    join pulse.pull_requests as pull on pull.id = comment.pull_request_id
    left join pulse.accounts as author on author.id = comment.author_id
    union all
    select 'issue actors', jsonb_build_array(number, login, first_comment_at, comments)::text
    from pulse.issue_actors
    join pulse.issues as issue on issue.id = issue_id
    left join pulse.accounts as account on account.id = account_id
    union all
    select 'pull request actors', jsonb_build_array(
      number, login, first_act_at, first_approval_at, reviews, comments
    )::text
    from pulse.pull_request_actors
    join pulse.pull_requests as pull on pull.id = pull_request_id
    left join pulse.accounts as account on account.id = account_id
    union all
    select 'sync state', jsonb_build_array(kind, source, covered_from, covered_to)::text from pulse.sync_state
    order by kind, fact
  `.execute(db);
  const byKind = Map.groupBy(found.rows, (row) => row.kind);
  return Object.fromEntries([...byKind].map(([kind, rows]) => [kind, rows.map((row) => row.fact)]));
}

/** Rows as they are, ids and times of reading included. */
export async function readRows(db: Db): Promise<unknown> {
  const found = await sql<{ rows: unknown }>`
    select jsonb_build_object(
      'accounts', (select jsonb_agg(row order by id) from pulse.accounts as row),
      'labels', (select jsonb_agg(row order by id) from pulse.labels as row),
      'issues', (select jsonb_agg(row order by id) from pulse.issues as row),
      'pulls', (select jsonb_agg(row order by id) from pulse.pull_requests as row),
      'comments', (select jsonb_agg(row order by id) from pulse.issue_comments as row),
      'reviews', (select jsonb_agg(row order by id) from pulse.reviews as row),
      'review_comments', (select jsonb_agg(row order by id) from pulse.review_comments as row),
      'issue_actors', (select jsonb_agg(row order by row::text) from pulse.issue_actors as row),
      'pull_actors', (select jsonb_agg(row order by row::text) from pulse.pull_request_actors as row),
      'commits', (select jsonb_agg(row order by sha) from pulse.commits as row),
      'pull_commits', (select jsonb_agg(row order by pull_request_id, ordinal) from pulse.pull_request_commits as row),
      'pull_files', (select jsonb_agg(row order by pull_request_id, path) from pulse.pull_request_files as row),
      'tags', (select jsonb_agg(row order by name) from pulse.tags as row),
      'sync_state', (select jsonb_agg(row order by repository_id, kind) from pulse.sync_state as row)
    ) as rows
  `.execute(db);
  return found.rows[0]?.rows;
}
