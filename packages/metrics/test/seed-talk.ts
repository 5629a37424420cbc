import { sql } from "kysely";

import type { Act, PullRequest, Repository } from "./history.ts";
import type { Account, Fragment, Seed } from "./seed-rows.ts";

type TalkInput = {
  readonly repository: Repository;
  readonly account: Account;
  readonly issueId: Fragment;
  readonly pullRequestId: Fragment;
  readonly reviewId: Fragment;
};

/** Comments and reviews, and what the importers keep of them: one row per item and person. */
export async function seedTalk(
  seed: Seed,
  { repository, account, issueId, pullRequestId, reviewId }: TalkInput,
): Promise<void> {
  const { issues, pullRequests } = repository;
  const actShape = sql`number integer, by text, at float8, ordinal integer, review text`;
  const comments = (items: readonly { readonly number: number; readonly comments: readonly Act[] }[]) =>
    items.flatMap(({ number, comments: own }) => own.map((act, ordinal) => ({ ...act, number, ordinal })));
  const columns = "author_id, created_at, ordinal, updated_at, fetched_at";
  const values = sql`${account("by")}, to_timestamp(at), ordinal, to_timestamp(at), now()`;
  await seed("issue_comments", `issue_id, ${columns}`, {
    rows: comments(issues),
    shape: actShape,
    values: sql`${issueId}, ${values}`,
  });
  await seed("issue_comments", `pull_request_id, ${columns}`, {
    rows: comments(pullRequests),
    shape: actShape,
    values: sql`${pullRequestId}, ${values}`,
  });
  const reviews = pullRequests.flatMap(({ number, reviews: own }) =>
    own.map((review, index) => ({ ...review, number, key: `${number}-${index}` })),
  );
  await seed("reviews", "node_id, pull_request_id, author_id, state, submitted_at, updated_at, fetched_at", {
    rows: reviews,
    shape: sql`number integer, key text, by text, at float8, state text`,
    values: sql`key, ${pullRequestId}, ${account("by")}, state, to_timestamp(at), to_timestamp(at), now()`,
  });
  await seed("review_comments", `pull_request_id, review_id, ${columns}`, {
    rows: reviews.flatMap(({ number, key, by, inline }) =>
      inline.map((at, ordinal) => ({ number, review: key, by, at, ordinal })),
    ),
    shape: actShape,
    values: sql`${pullRequestId}, ${reviewId}, ${values}`,
  });
  await seed("review_requests", "pull_request_id, account_id, requested_at, removed_at, fetched_at", {
    rows: pullRequests.flatMap(({ number, requests }) => requests.map((request) => ({ ...request, number }))),
    shape: sql`number integer, who text, at float8, "removedAt" float8`,
    values: sql`${pullRequestId}, ${account("who")}, to_timestamp(at), to_timestamp("removedAt"), now()`,
  });
  await seed("issue_actors", "issue_id, account_id, first_comment_at, comments", {
    rows: issues.flatMap(({ number, comments: own }) =>
      actorsOf(own).map(({ by, acts }) => ({ number, by, first: firstOf(acts), n: acts.length })),
    ),
    shape: sql`number integer, by text, first float8, n integer`,
    values: sql`${issueId}, ${account("by")}, to_timestamp(first), n`,
  });
  await seed("pull_request_actors", "pull_request_id, account_id, first_act_at, first_approval_at, reviews, comments", {
    rows: pullRequests.flatMap(pullRequestActors),
    shape: sql`number integer, by text, first float8, approved float8, reviews integer, comments integer`,
    values: sql`${pullRequestId}, ${account("by")}, to_timestamp(first), to_timestamp(approved), reviews, comments`,
  });
}

function pullRequestActors(pull: PullRequest) {
  const reviews = pull.reviews.filter(({ state }) => state !== "pending");
  const acts = [
    ...reviews.map(({ by, at, state }) => ({ by, at, state, isReview: true })),
    ...reviews.flatMap(({ by, at, inline }) =>
      inline.map((written) => ({ by, at: Math.max(written, at), state: null, isReview: false })),
    ),
    ...pull.comments.map(({ by, at }) => ({ by, at, state: null, isReview: false })),
  ];
  return actorsOf(acts).map(({ by, acts: own }) => {
    const approvals = own.filter(({ state }) => state === "approved");
    return {
      number: pull.number,
      by,
      first: firstOf(own),
      approved: approvals.length === 0 ? null : firstOf(approvals),
      reviews: own.filter(({ isReview }) => isReview).length,
      comments: own.filter(({ isReview }) => !isReview).length,
    };
  });
}

function actorsOf<T extends Act>(acts: readonly T[]) {
  return [...Map.groupBy(acts, ({ by }) => by)].map(([by, own]) => ({ by, acts: own }));
}

function firstOf(acts: readonly Act[]): number {
  return Math.min(...acts.map(({ at }) => at));
}
