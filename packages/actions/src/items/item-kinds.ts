import { sql, type RawBuilder } from "kysely";

/** What can be listed as GitHub has it, one row each. */
export const itemKinds = ["issue", "pull_request", "review", "run", "deployment", "incident"] as const;

export type ItemKind = (typeof itemKinds)[number];

/**
 * Where the rows of a kind lie. `fact.` is the table, whose index on (repository_id, `at`) gives the newest few of a repository without
 * a look at the others.
 */
type ItemSource = {
  readonly from: RawBuilder<unknown>;
  /** What lists are ordered by: when it began. */
  readonly at: RawBuilder<unknown>;
  readonly state: RawBuilder<unknown>;
  readonly person: RawBuilder<unknown>;
  readonly isShown: RawBuilder<unknown>;
  readonly columns: RawBuilder<unknown>;
};

const none = sql`null::bigint`;
const login = (id: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select account.login
  from pulse.accounts as account
  where account.workspace_id = fact.workspace_id
    and account.id = ${id}
)`;
const assignees = sql`(
  select coalesce(array_agg(account.login order by account.login collate "C"), '{}')
  from pulse.accounts as account
  where account.workspace_id = fact.workspace_id
    and account.id = any(fact.assignee_ids)
)`;
const milestone = sql`(
  select milestone.title
  from pulse.milestones as milestone
  where milestone.repository_id = fact.repository_id
    and milestone.id = fact.milestone_id
)`;

export const itemSources: Readonly<Record<ItemKind, ItemSource>> = {
  issue: {
    from: sql`pulse.issues`,
    at: sql`fact.created_at`,
    state: sql`fact.state`,
    person: sql`fact.author_id`,
    isShown: sql`fact.deleted_at is null`,
    columns: sql`
      fact.number, fact.title, fact.state, fact.state_reason, ${login(sql`fact.author_id`)} as author, fact.label_names as labels,
      ${assignees} as assignees, ${milestone} as milestone, fact.created_at, fact.closed_at, fact.updated_at
    `,
  },
  pull_request: {
    from: sql`pulse.pull_requests`,
    at: sql`fact.created_at`,
    state: sql`fact.state`,
    person: sql`fact.author_id`,
    isShown: sql`fact.deleted_at is null`,
    columns: sql`
      fact.number, fact.title, fact.state, fact.is_draft, ${login(sql`fact.author_id`)} as author, fact.label_names as labels,
      ${assignees} as assignees, ${milestone} as milestone, fact.base_ref, fact.head_ref, fact.head_sha, fact.merge_commit_sha,
      ${login(sql`fact.merged_by_id`)} as merged_by, fact.additions, fact.deletions, fact.changed_files,
      fact.created_at, fact.merged_at, fact.closed_at, fact.updated_at
    `,
  },
  review: {
    from: sql`pulse.reviews`,
    at: sql`fact.submitted_at`,
    state: sql`fact.state`,
    person: sql`fact.author_id`,
    isShown: sql`true`,
    columns: sql`
      (
        select pull_request.number
        from pulse.pull_requests as pull_request
        where pull_request.repository_id = fact.repository_id
          and pull_request.id = fact.pull_request_id
      ) as number,
      fact.state, ${login(sql`fact.author_id`)} as author, fact.commit_sha, fact.submitted_at, fact.updated_at
    `,
  },
  run: {
    from: sql`pulse.workflow_runs`,
    at: sql`fact.run_started_at`,
    state: sql`coalesce(fact.conclusion, fact.status)`,
    person: sql`fact.actor_id`,
    isShown: sql`true`,
    columns: sql`
      fact.github_id as run_id, fact.attempt, fact.number,
      (
        select workflow.name
        from pulse.workflows as workflow
        where workflow.repository_id = fact.repository_id
          and workflow.id = fact.workflow_id
      ) as workflow,
      fact.name as title, fact.event, fact.status, fact.conclusion, fact.head_branch, fact.head_sha,
      ${login(sql`fact.actor_id`)} as actor, fact.created_at, fact.run_started_at as started_at, fact.updated_at
    `,
  },
  deployment: {
    from: sql`pulse.deployments`,
    at: sql`fact.created_at`,
    state: sql`fact.state`,
    person: sql`fact.creator_id`,
    isShown: sql`true`,
    columns: sql`
      fact.source, fact.external_id, fact.environment, fact.is_production, fact.sha, fact.ref, fact.state,
      ${login(sql`fact.creator_id`)} as creator, fact.url, fact.created_at, fact.finished_at
    `,
  },
  incident: {
    from: sql`pulse.incidents`,
    at: sql`fact.began_at`,
    state: sql`case when fact.resolved_at is null then 'open' else 'resolved' end`,
    person: none,
    isShown: sql`true`,
    columns: sql`
      fact.source, fact.external_id, fact.title, fact.url,
      (
        select deployment.external_id
        from pulse.deployments as deployment
        where deployment.repository_id = fact.repository_id
          and deployment.id = fact.deployment_id
      ) as deployment,
      fact.is_linked_by_hand, fact.began_at, fact.resolved_at
    `,
  },
};
