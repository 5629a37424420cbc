import type { Tx } from "@pulse/db";
import { sql, type RawBuilder } from "kysely";

type Fragment = RawBuilder<unknown>;

/** A row of a workspace that looks like chance and is the same in every run. */
type Pick = (table: string, where?: Fragment) => Fragment;

const at = sql`timestamptz '2023-10-27' + make_interval(hours => floor(random() * 400)::integer)`;
const anyone = (workspaceId: number) => sql`(
  select id
  from pulse.accounts
  where workspace_id = ${workspaceId}
    and random() < 2
  order by md5(id::text || clock_timestamp()::text)
  limit 1
)`;

/** Every way in which a fact behind a timeline can change, be added or go, as save functions, merges and removals do it. */
export const mutations: Readonly<Record<string, (workspaceId: number, pick: Pick) => Fragment>> = {
  "an issue is closed": (_, pick) =>
    sql`update pulse.issues set closed_at = ${at}, state = 'closed' where ${pick("issues")}`,
  "an issue is reopened, labelled and moved to no milestone": (_, pick) =>
    sql`update pulse.issues set closed_at = null, state = 'open', label_names = '{docs}', milestone_id = null where ${pick("issues")}`,
  "an issue is deleted at GitHub": (_, pick) => sql`update pulse.issues set deleted_at = now() where ${pick("issues")}`,
  "an issue comes back": (_, pick) =>
    sql`update pulse.issues set deleted_at = null where ${pick("issues", sql`deleted_at is not null`)}`,
  "an issue gets another author": (id, pick) =>
    sql`update pulse.issues set author_id = ${anyone(id)} where ${pick("issues")}`,
  "an issue goes": (_, pick) => sql`delete from pulse.issues where ${pick("issues")}`,
  "a pull request is merged": (_, pick) =>
    sql`update pulse.pull_requests set merged_at = ${at}, closed_at = ${at}, state = 'merged' where ${pick("pull_requests")}`,
  "a pull request becomes a draft": (_, pick) =>
    sql`update pulse.pull_requests set is_draft = not is_draft where ${pick("pull_requests")}`,
  "a pull request is deleted at GitHub": (_, pick) =>
    sql`update pulse.pull_requests set deleted_at = now() where ${pick("pull_requests")}`,
  "a pull request becomes a ghost's": (_, pick) =>
    sql`update pulse.pull_requests set author_id = null where ${pick("pull_requests")}`,
  "a pull request goes": (_, pick) => sql`delete from pulse.pull_requests where ${pick("pull_requests")}`,
  "somebody speaks earlier": (_, pick) =>
    sql`update pulse.issue_actors set first_comment_at = first_comment_at - interval '1 day' where ${pick("issue_actors")}`,
  "nobody speaks": (_, pick) => sql`delete from pulse.issue_actors where ${pick("issue_actors")}`,
  "somebody new speaks": (_, pick) => sql`
    insert into pulse.issue_actors (workspace_id, repository_id, issue_id, account_id, first_comment_at, comments)
    select workspace_id, repository_id, issue_id, null, first_comment_at - interval '1 hour', 1
    from pulse.issue_actors
    where ${pick("issue_actors", sql`account_id is not null`)}
    on conflict do nothing
  `,
  "a reviewer acts": (_, pick) =>
    sql`update pulse.pull_request_actors set first_act_at = ${at}, first_approval_at = ${at}, comments = comments + 1 where ${pick("pull_request_actors")}`,
  "no reviewer acts": (_, pick) => sql`delete from pulse.pull_request_actors where ${pick("pull_request_actors")}`,
  "a review asks for changes": (_, pick) =>
    sql`update pulse.reviews set state = 'changes_requested', submitted_at = ${at} where ${pick("reviews")}`,
  "a review moves to another pull request": (_, pick) => sql`
    update pulse.reviews as review
    set pull_request_id = other.id
    from (select repository_id, min(id) as id from pulse.pull_requests group by repository_id) as other
    where other.repository_id = review.repository_id
      and review.id in (select id from pulse.reviews where ${pick("reviews")})
      and not exists (select from pulse.review_comments as comment where comment.repository_id = review.repository_id and comment.review_id = review.id)
  `,
  "a review goes": (_, pick) => sql`delete from pulse.reviews where ${pick("reviews")}`,
  "a review is not submitted yet": (_, pick) =>
    sql`update pulse.reviews set state = 'pending' where ${pick("reviews")}`,
  "a review is submitted much later": (_, pick) =>
    sql`update pulse.reviews set state = 'commented', submitted_at = submitted_at + interval '30 days' where ${pick("reviews")}`,
  "a review is somebody else's": (id, pick) =>
    sql`update pulse.reviews set author_id = ${anyone(id)} where ${pick("reviews")}`,
  "somebody is asked for a review": (id, pick) => sql`
    insert into pulse.review_requests (workspace_id, repository_id, pull_request_id, account_id, requested_at, fetched_at)
    select workspace_id, repository_id, id, ${anyone(id)}, ${at}, now()
    from pulse.pull_requests
    where ${pick("pull_requests")}
    on conflict do nothing
  `,
  "a request is taken back": (_, pick) =>
    sql`update pulse.review_requests set removed_at = ${at} where ${pick("review_requests")}`,
  "a request goes": (_, pick) => sql`delete from pulse.review_requests where ${pick("review_requests")}`,
  "a comment is dated anew": (_, pick) =>
    sql`update pulse.issue_comments set created_at = ${at} + interval '1 ms' * id where ${pick("issue_comments")}`,
  "a comment becomes a ghost's": (_, pick) =>
    sql`update pulse.issue_comments set author_id = null, ordinal = 1000 + id where ${pick("issue_comments")}`,
  "a comment goes": (_, pick) => sql`delete from pulse.issue_comments where ${pick("issue_comments")}`,
  "an inline comment is dated anew": (_, pick) =>
    sql`update pulse.review_comments set created_at = ${at} + interval '1 ms' * id where ${pick("review_comments")}`,
  "an inline comment leaves its review": (_, pick) =>
    sql`update pulse.review_comments set review_id = null, ordinal = 1000 + id where ${pick("review_comments")}`,
  "an inline comment goes": (_, pick) => sql`delete from pulse.review_comments where ${pick("review_comments")}`,
  "a commit of the branch gets an account": (id, pick) =>
    sql`update pulse.commits set author_id = ${anyone(id)} where ${pick("commits")}`,
  "a commit of the branch has no account, and a bot's name": (_, pick) =>
    sql`update pulse.commits set author_id = null, author_name = 'helper[bot]' where ${pick("commits")}`,
  "a commit leaves the branch, or comes to it": (_, pick) =>
    sql`update pulse.commits set is_on_default_branch = not is_on_default_branch where ${pick("commits")}`,
  "commits of the branch go": (_, pick) => sql`delete from pulse.commits where ${pick("commits")}`,
  "a pull request comes back": (_, pick) =>
    sql`update pulse.pull_requests set deleted_at = null where ${pick("pull_requests", sql`deleted_at is not null`)}`,
  "a draft is ready, or a push forced": (_, pick) => sql`
    insert into pulse.timeline_events (workspace_id, repository_id, pull_request_id, kind, created_at, fetched_at)
    select workspace_id, repository_id, id, (array['ready_for_review', 'converted_to_draft', 'force_pushed'])[1 + id % 3], ${at}, now()
    from pulse.pull_requests
    where ${pick("pull_requests")}
  `,
  "an event goes": (_, pick) => sql`delete from pulse.timeline_events where ${pick("timeline_events")}`,
  "a commit is dated anew": (_, pick) =>
    sql`update pulse.pull_request_commits set authored_at = ${at}, committed_at = ${at} where ${pick("pull_request_commits")}`,
  "a commit goes": (_, pick) => sql`delete from pulse.pull_request_commits where ${pick("pull_request_commits")}`,
  "a file grows": (_, pick) =>
    sql`update pulse.pull_request_files set additions = additions + 7 where ${pick("pull_request_files")}`,
  "files go": (_, pick) => sql`delete from pulse.pull_request_files where ${pick("pull_request_files")}`,
  "a run ends": (_, pick) =>
    sql`update pulse.workflow_runs set status = 'completed', conclusion = 'failure', updated_at = run_started_at + interval '77 s' where ${pick("workflow_runs")}`,
  "a run goes on": (_, pick) =>
    sql`update pulse.workflow_runs set status = 'in_progress', conclusion = null where ${pick("workflow_runs")}`,
  "a run is dated anew": (_, pick) =>
    sql`update pulse.workflow_runs set run_started_at = ${at} where ${pick("workflow_runs")}`,
  "a run goes": (_, pick) => sql`delete from pulse.workflow_runs where ${pick("workflow_runs")}`,
  "a workflow is named anew": (_, pick) =>
    sql`update pulse.workflows set name = name || ' anew' where ${pick("workflows")}`,
  "a workflow goes": (_, pick) => sql`delete from pulse.workflows where ${pick("workflows")}`,
  "a job fails, and a step in it": (_, pick) => sql`
    with job as (
      update pulse.workflow_jobs
      set conclusion = 'failure', status = 'completed', started_at = created_at + interval '7 s', completed_at = created_at + interval '99 s'
      where ${pick("workflow_jobs")}
      returning workspace_id, repository_id, id
    )
    insert into pulse.workflow_steps (workspace_id, repository_id, job_id, number, name, status, conclusion, fetched_at)
    select workspace_id, repository_id, id, 2, 'test', 'completed', 'failure', now()
    from job
    on conflict (repository_id, job_id, number) do update set conclusion = 'timed_out', name = 'tested'
  `,
  "a step succeeds": (_, pick) =>
    sql`update pulse.workflow_steps set conclusion = 'success' where ${pick("workflow_steps")}`,
  "steps go": (_, pick) => sql`delete from pulse.workflow_steps where ${pick("workflow_steps")}`,
  "a job is skipped, or asks for another runner": (_, pick) =>
    sql`update pulse.workflow_jobs set conclusion = case when id % 2 = 0 then 'skipped' else conclusion end, runner_labels = '{macos}' where ${pick("workflow_jobs")}`,
  "a job loses its run": (_, pick) =>
    sql`update pulse.workflow_jobs set run_id = null, created_at = ${at} where ${pick("workflow_jobs")}`,
  "a job is listed again by another attempt": (_, pick) => sql`
    insert into pulse.workflow_jobs (workspace_id, repository_id, run_id, github_run_id, attempt, github_id, name, status, conclusion, created_at, started_at, completed_at, fetched_at)
    select workspace_id, repository_id, null, github_run_id, 9, 5000000 + id, name, status, conclusion, ${at}, started_at, completed_at, now()
    from pulse.workflow_jobs
    where ${pick("workflow_jobs")}
    on conflict do nothing
  `,
  "a job goes": (_, pick) => sql`delete from pulse.workflow_jobs where ${pick("workflow_jobs")}`,
  "a deployment ends later": (_, pick) =>
    sql`update pulse.deployments set finished_at = ${at} where ${pick("deployments")}`,
  "a deployment was none of production": (_, pick) =>
    sql`update pulse.deployments set is_production = not is_production where ${pick("deployments")}`,
  "a deployment goes": (_, pick) => sql`delete from pulse.deployments where ${pick("deployments")}`,
  "a milestone goes": (_, pick) => sql`delete from pulse.milestones where ${pick("milestones")}`,
  "a repository goes": (_, pick) => sql`delete from pulse.repositories where ${pick("repositories")}`,
  "an account turns out to be a bot, or none": (id, pick) =>
    sql`update pulse.accounts set type = case when type = 'Bot' then 'User' else 'Bot' end where workspace_id = ${id} and ${pick("accounts")}`,
  "an account takes a bot's name": (id, pick) =>
    sql`update pulse.accounts set login = login || '-' || id || '[bot]' where workspace_id = ${id} and ${pick("accounts")}`,
  "the list of bots changes": (id, pick) =>
    sql`update pulse.workspaces set bot_logins = (select array_agg(login) from pulse.accounts where workspace_id = ${id} and ${pick("accounts")}) where id = ${id}`,
  "files are ignored, or no longer": (id) =>
    sql`update pulse.workspaces set ignored_paths = case when ignored_paths = '{}' then array['%.ts'] else '{}' end where id = ${id}`,
};

const owners: Readonly<Record<string, string>> = {
  issue_actors: "issue_id",
  pull_request_actors: "pull_request_id",
  pull_request_commits: "pull_request_id",
  pull_request_files: "pull_request_id",
  commits: "sha",
  workflow_steps: "job_id",
};

/** Changes one row, or those of one item, of the workspace. */
export async function mutateFacts(
  tx: Tx,
  { workspaceId, name, nth }: { readonly workspaceId: number; readonly name: string; readonly nth: number },
): Promise<void> {
  const pick: Pick = (table, where = sql`true`) => {
    const key = sql.ref(owners[table] ?? "id");
    const from = sql`from ${sql.id("pulse", table)} where workspace_id = ${workspaceId} and ${where}`;
    return sql`workspace_id = ${workspaceId} and ${key} = (select ${key} ${from} order by ${key} offset (select ${nth}::integer % greatest(count(*), 1)::integer ${from}) limit 1)`;
  };
  await mutations[name]?.(workspaceId, pick).execute(tx);
}
