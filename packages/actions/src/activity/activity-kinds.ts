import { sql, type RawBuilder } from "kysely";

/** What can have happened, called as live events call it. */
export const activityKinds = [
  "issue.opened",
  "issue.closed",
  "pull_request.opened",
  "pull_request.merged",
  "pull_request.closed",
  "review.submitted",
  "comment.created",
  "release.published",
  "run.completed",
  "deployment.created",
] as const;

export type ActivityKind = (typeof activityKinds)[number];

/**
 * Where the facts of each kind lie. All have the columns `at, id, issue_id, pull_request_id, account_id, detail, link`; `fact.` is the
 * table, whose index on (repository_id, the instant) makes the newest few cheap to find.
 */
type Source = {
  /** Unique; entries of one instant are ordered by it. */
  readonly name: string;
  readonly columns: RawBuilder<unknown>;
  readonly from: RawBuilder<unknown>;
  readonly at: RawBuilder<unknown>;
  readonly account: RawBuilder<unknown>;
  readonly where: RawBuilder<unknown>;
};

const none = sql`null::bigint`;
const noText = sql`null::text`;

const source = (input: {
  readonly name: string;
  readonly from: RawBuilder<unknown>;
  readonly at: RawBuilder<unknown>;
  readonly where?: RawBuilder<unknown>;
  readonly issue?: RawBuilder<unknown>;
  readonly pullRequest?: RawBuilder<unknown>;
  readonly account?: RawBuilder<unknown>;
  readonly detail?: RawBuilder<unknown>;
  readonly link?: RawBuilder<unknown>;
}): Source => ({
  name: input.name,
  from: input.from,
  at: input.at,
  account: input.account ?? none,
  where: input.where ?? sql`true`,
  columns: sql`
    ${input.at} as at,
    fact.id,
    ${input.issue ?? none} as issue_id,
    ${input.pullRequest ?? none} as pull_request_id,
    ${input.account ?? none} as account_id,
    ${input.detail ?? noText} as detail,
    ${input.link ?? noText} as link
  `,
});

const issue = { from: sql`pulse.issues`, issue: sql`fact.id` };
const pullRequest = { from: sql`pulse.pull_requests`, pullRequest: sql`fact.id` };
const author = sql`fact.author_id`;

/** A kind may have several: a comment is one in the conversation or one on a line. */
export const activitySources: Readonly<Record<ActivityKind, readonly Source[]>> = {
  "issue.opened": [
    source({
      name: "issue.opened",
      ...issue,
      at: sql`fact.created_at`,
      account: author,
      where: sql`fact.deleted_at is null`,
    }),
  ],
  "issue.closed": [
    source({
      name: "issue.closed",
      ...issue,
      at: sql`fact.closed_at`,
      detail: sql`fact.state_reason`,
      where: sql`fact.deleted_at is null`,
    }),
  ],
  "pull_request.opened": [
    source({
      name: "pull_request.opened",
      ...pullRequest,
      at: sql`fact.created_at`,
      account: author,
      where: sql`fact.deleted_at is null`,
    }),
  ],
  "pull_request.merged": [
    source({
      name: "pull_request.merged",
      ...pullRequest,
      at: sql`fact.merged_at`,
      account: sql`fact.merged_by_id`,
      where: sql`fact.deleted_at is null`,
    }),
  ],
  "pull_request.closed": [
    source({
      name: "pull_request.closed",
      ...pullRequest,
      at: sql`fact.closed_at`,
      where: sql`fact.deleted_at is null and fact.merged_at is null`,
    }),
  ],
  "review.submitted": [
    source({
      name: "review.submitted",
      from: sql`pulse.reviews`,
      at: sql`fact.submitted_at`,
      account: author,
      pullRequest: sql`fact.pull_request_id`,
      detail: sql`fact.state`,
      link: sql`'#pullrequestreview-' || fact.github_id`,
      where: sql`fact.state <> 'pending'`,
    }),
  ],
  "comment.created": [
    source({
      name: "comment.conversation",
      from: sql`pulse.issue_comments`,
      at: sql`fact.created_at`,
      account: author,
      issue: sql`fact.issue_id`,
      pullRequest: sql`fact.pull_request_id`,
      link: sql`'#issuecomment-' || fact.github_id`,
    }),
    source({
      name: "comment.line",
      from: sql`pulse.review_comments`,
      at: sql`fact.created_at`,
      account: author,
      pullRequest: sql`fact.pull_request_id`,
      detail: sql`fact.path`,
      link: sql`'#discussion_r' || fact.github_id`,
    }),
  ],
  "release.published": [
    source({
      name: "release.published",
      from: sql`pulse.releases`,
      at: sql`fact.published_at`,
      account: author,
      detail: sql`coalesce(nullif(fact.name, ''), fact.tag_name)`,
      link: sql`fact.tag_name`,
      where: sql`not fact.is_draft`,
    }),
  ],
  "run.completed": [
    source({
      name: "run.completed",
      from: sql`pulse.workflow_runs`,
      at: sql`fact.run_started_at`,
      account: sql`fact.actor_id`,
      detail: sql`concat_ws(': ', fact.name, fact.conclusion)`,
      link: sql`fact.github_id::text`,
      where: sql`fact.status = 'completed'`,
    }),
  ],
  "deployment.created": [
    source({
      name: "deployment.created",
      from: sql`pulse.deployments`,
      at: sql`fact.created_at`,
      account: sql`fact.creator_id`,
      detail: sql`concat_ws(': ', fact.environment, fact.state)`,
      link: sql`fact.url`,
    }),
  ],
};
