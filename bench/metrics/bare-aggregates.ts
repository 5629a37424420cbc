/**
 * What PostgreSQL itself takes for the barest aggregate over the rows that a metric looks at: plain tables, no bots, no definitions, no
 * comparison of windows, but the same years and the same row level security. What stands beside each figure.
 */
import { sql, type RawBuilder } from "kysely";

type Fragment = RawBuilder<unknown>;
type BareInput = { readonly repositoryIds: readonly number[]; readonly from: string; readonly to: string };
type Bare = (input: BareInput) => Fragment;

const isIn = (at: string, { repositoryIds, from, to }: BareInput): Fragment => sql`
  item.repository_id = any (${repositoryIds}::bigint[])
  and item.${sql.ref(at)} >= ${from}::timestamptz - interval '1 year'
  and item.${sql.ref(at)} < ${to}::timestamptz`;

const percentiles = (seconds: Fragment): Fragment =>
  sql`percentile_cont(array[0.5, 0.75, 0.9]) within group (order by extract(epoch from ${seconds}))`;

const countOf =
  (table: string, at: string): Bare =>
  (input) =>
    sql`select count(*) from ${sql.id("pulse", table)} as item where ${isIn(at, input)}`;

const spreadOf =
  (table: string, at: string, seconds: Fragment): Bare =>
  (input) =>
    sql`select ${percentiles(seconds)} from ${sql.id("pulse", table)} as item where ${isIn(at, input)}`;

/** One row of another table per item, by the column that names the item. */
const withOthers =
  (item: "issue" | "pull_request", at: string, other: { table: string; of: Fragment; value: Fragment }): Bare =>
  (input) =>
    sql`
    select ${other.value}
    from ${sql.id("pulse", `${item}s`)} as item
    left join (
      select ${sql.id(`${item}_id`)} as id, ${other.of} as of_it
      from ${sql.id("pulse", other.table)} as item
      where repository_id = any (${input.repositoryIds}::bigint[])
      group by 1
    ) as other on other.id = item.id
    where ${isIn(at, input)}`;

const openAtEnd =
  (table: string): Bare =>
  ({ repositoryIds, to }) =>
    sql`
    select count(*), percentile_cont(0.5) within group (order by ${to}::timestamptz - created_at)
    from ${sql.id("pulse", table)}
    where repository_id = any (${repositoryIds}::bigint[])
      and created_at < ${to}::timestamptz
      and (closed_at is null or closed_at >= ${to}::timestamptz)`;

const flowOf: Bare = (input) => sql`
  select count(*) filter (where is_opening), count(*) filter (where not is_opening)
  from (
    select true as is_opening from pulse.issues as item where ${isIn("created_at", input)}
    union all
    select false from pulse.issues as item where ${isIn("closed_at", input)}
  ) as flow`;

const actsOf = (input: BareInput): Fragment => sql`
  select author_id, created_at as at from pulse.issues as item where ${isIn("created_at", input)}
  union all
  select author_id, created_at from pulse.pull_requests as item where ${isIn("created_at", input)}
  union all
  select author_id, submitted_at from pulse.reviews as item where ${isIn("submitted_at", input)}
  union all
  select author_id, created_at from pulse.review_comments as item where ${isIn("created_at", input)}
  union all
  select author_id, created_at from pulse.issue_comments as item where ${isIn("created_at", input)}
  union all
  select author_id, authored_at from pulse.commits as item where ${isIn("authored_at", input)}`;

const lastDay: Bare = ({ repositoryIds }) => sql`
  select sum(stars)
  from (
    select distinct on (repository_id) stars
    from pulse.repository_days
    where repository_id = any (${repositoryIds}::bigint[])
    order by repository_id, day_on desc
  ) as last`;

const deployed =
  (seconds: Fragment): Bare =>
  (input) =>
    sql`
    select ${percentiles(seconds)}
    from pulse.pull_requests as item
    join pulse.deployment_changes as change on change.repository_id = item.repository_id and change.pull_request_id = item.id
    join pulse.deployments as deployment on deployment.repository_id = change.repository_id and deployment.id = change.deployment_id
    where ${isIn("merged_at", input)}`;

const reviewersOf: Bare = (input) => sql`
  select merged.author_id, item.author_id, count(*)
  from pulse.reviews as item
  join pulse.pull_requests as merged on merged.repository_id = item.repository_id and merged.id = item.pull_request_id
  where ${isIn("submitted_at", input)}
  group by 1, 2`;

const failedOf: Bare = (input) => sql`
  select count(*), count(blamed.deployment_id)
  from pulse.deployments as item
  left join (
    select distinct repository_id, deployment_id
    from pulse.incidents
  ) as blamed on blamed.repository_id = item.repository_id and blamed.deployment_id = item.id
  where ${isIn("finished_at", input)}`;

const firstReview = { table: "pull_request_actors", of: sql`min(first_act_at)` };
const firstCommit = { table: "pull_request_commits", of: sql`min(authored_at)` };
const firstResponse = { table: "issue_actors", of: sql`min(first_comment_at)` };

export const bareAggregates: Readonly<Record<string, Bare>> = {
  "pr.opened": countOf("pull_requests", "created_at"),
  "pr.merged": countOf("pull_requests", "merged_at"),
  "pr.closed_unmerged": countOf("pull_requests", "closed_at"),
  "pr.open": openAtEnd("pull_requests"),
  "pr.merge_ratio": countOf("pull_requests", "closed_at"),
  "pr.merge_frequency": (input) =>
    sql`select count(*), count(distinct author_id) from pulse.pull_requests as item where ${isIn("merged_at", input)}`,
  "pr.coding_time": withOthers("pull_request", "merged_at", {
    ...firstCommit,
    value: percentiles(sql`item.created_at - other.of_it`),
  }),
  "pr.pickup_time": withOthers("pull_request", "merged_at", {
    ...firstReview,
    value: percentiles(sql`other.of_it - item.created_at`),
  }),
  "pr.review_time": withOthers("pull_request", "merged_at", {
    ...firstReview,
    value: percentiles(sql`item.merged_at - other.of_it`),
  }),
  "pr.approval_time": withOthers("pull_request", "merged_at", {
    table: "pull_request_actors",
    of: sql`min(first_approval_at)`,
    value: percentiles(sql`item.merged_at - other.of_it`),
  }),
  "pr.deploy_time": deployed(sql`deployment.finished_at - item.merged_at`),
  "pr.time_to_merge": spreadOf("pull_requests", "merged_at", sql`item.merged_at - item.created_at`),
  "pr.time_to_close": spreadOf("pull_requests", "closed_at", sql`item.closed_at - item.created_at`),
  "pr.cycle_time": withOthers("pull_request", "merged_at", {
    ...firstCommit,
    value: percentiles(sql`item.merged_at - other.of_it`),
  }),
  "pr.cycle_time_to_deploy": deployed(sql`deployment.finished_at - item.created_at`),
  "pr.time_to_first_review": withOthers("pull_request", "created_at", {
    ...firstReview,
    value: percentiles(sql`other.of_it - item.created_at`),
  }),
  "pr.merged_without_review": withOthers("pull_request", "merged_at", {
    ...firstReview,
    value: sql`count(*) filter (where other.of_it is null)`,
  }),
  "pr.size": withOthers("pull_request", "merged_at", {
    table: "pull_request_files",
    of: sql`sum(additions + deletions)`,
    value: sql`percentile_cont(0.5) within group (order by other.of_it)`,
  }),
  "pr.review_rounds": withOthers("pull_request", "merged_at", {
    table: "reviews",
    of: sql`count(*) filter (where state = 'changes_requested')`,
    value: sql`percentile_cont(0.5) within group (order by other.of_it)`,
  }),
  "pr.review_depth": withOthers("pull_request", "merged_at", {
    table: "pull_request_actors",
    of: sql`sum(comments)`,
    value: sql`avg(other.of_it)`,
  }),
  "pr.stale": openAtEnd("pull_requests"),
  "issue.opened": countOf("issues", "created_at"),
  "issue.closed": countOf("issues", "closed_at"),
  "issue.net": flowOf,
  "issue.backlog": openAtEnd("issues"),
  "issue.time_to_first_response": withOthers("issue", "created_at", {
    ...firstResponse,
    value: percentiles(sql`other.of_it - item.created_at`),
  }),
  "issue.time_to_close": spreadOf("issues", "closed_at", sql`item.closed_at - item.created_at`),
  "issue.age": openAtEnd("issues"),
  "issue.stale": openAtEnd("issues"),
  "issue.response_within_sla": withOthers("issue", "created_at", {
    ...firstResponse,
    value: sql`avg((other.of_it <= item.created_at + interval '48 hours')::integer)`,
  }),
  "issue.by_label": (input) => sql`
    select name, count(*), count(item.closed_at)
    from pulse.issues as item
    cross join unnest(item.label_names) as label (name)
    where ${isIn("created_at", input)}
    group by name`,
  "issue.closure_ratio": flowOf,
  "issue.chaoss_closure_ratio": flowOf,
  "milestone.progress": ({ repositoryIds }) => sql`
    select milestone_id, count(*), count(closed_at)
    from (
      select milestone_id, closed_at from pulse.issues where repository_id = any (${repositoryIds}::bigint[]) and milestone_id is not null
      union all
      select milestone_id, closed_at from pulse.pull_requests where repository_id = any (${repositoryIds}::bigint[]) and milestone_id is not null
    ) as item
    group by milestone_id`,
  "repo.stars": lastDay,
  "repo.forks": lastDay,
  "repo.watchers": lastDay,
  "repo.open_issues": openAtEnd("issues"),
  "repo.open_prs": openAtEnd("pull_requests"),
  "repo.active_contributors": (input) => sql`select count(*), count(distinct author_id) from (${actsOf(input)}) as act`,
  "repo.new_contributors": (input) =>
    sql`select count(*) from (select author_id, min(at) from (${actsOf(input)}) as act group by author_id) as person`,
  "repo.contributor_absence_factor": (input) =>
    sql`select author_id, count(*) from pulse.commits as item where ${isIn("authored_at", input)} and is_on_default_branch group by author_id`,
  "repo.releases": countOf("releases", "published_at"),
  "ci.runs": countOf("workflow_runs", "run_started_at"),
  "ci.success_rate": countOf("workflow_runs", "run_started_at"),
  "ci.duration": spreadOf("workflow_runs", "run_started_at", sql`item.updated_at - item.run_started_at`),
  "ci.queue_time": spreadOf("workflow_jobs", "created_at", sql`item.started_at - item.created_at`),
  "ci.rerun_rate": (input) =>
    sql`select count(*), count(distinct github_id) from pulse.workflow_runs as item where ${isIn("run_started_at", input)}`,
  "ci.flake_rate": (input) =>
    sql`select workflow_id, head_sha, count(*) from pulse.workflow_runs as item where ${isIn("run_started_at", input)} group by 1, 2`,
  "ci.top_failing": (input) =>
    sql`select name, count(*) from pulse.workflow_jobs as item where ${isIn("created_at", input)} and conclusion = 'failure' group by 1`,
  "ci.minutes": (input) =>
    sql`select sum(item.completed_at - item.started_at) from pulse.workflow_jobs as item where ${isIn("created_at", input)}`,
  "team.commits": countOf("commits", "authored_at"),
  "team.reviews": countOf("reviews", "submitted_at"),
  "team.review_latency": spreadOf("reviews", "submitted_at", sql`item.updated_at - item.submitted_at`),
  "team.review_participation": reviewersOf,
  "team.review_matrix": reviewersOf,
  "team.wip": openAtEnd("pull_requests"),
  "dora.deployment_frequency": countOf("deployments", "finished_at"),
  "dora.change_lead_time": deployed(sql`deployment.finished_at - item.created_at`),
  "dora.change_fail_rate": failedOf,
  "dora.failed_deployment_recovery_time": spreadOf("incidents", "resolved_at", sql`item.resolved_at - item.began_at`),
  "dora.deployment_rework_rate": failedOf,
  "dora.incidents": countOf("incidents", "began_at"),
  "dora.undeployed_changes": (input) => sql`
    select count(*)
    from pulse.pull_requests as item
    left join pulse.deployment_changes as change on change.repository_id = item.repository_id and change.pull_request_id = item.id
    where ${isIn("merged_at", input)}
      and change.deployment_id is null`,
};
