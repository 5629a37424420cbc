import type { Tx } from "@pulse/db";

import { refreshActors } from "../../save/refresh-actors.ts";
import { saveAccounts, type AccountIds } from "../../save/save-accounts.ts";
import { saveIssueComments } from "../../save/save-issue-comments.ts";
import { saveMilestones } from "../../save/save-milestones.ts";
import { savePullRequestCommits } from "../../save/save-pull-request-commits.ts";
import { savePullRequestFiles } from "../../save/save-pull-request-files.ts";
import { savePullRequests } from "../../save/save-pull-requests.ts";
import { saveReviewComments } from "../../save/save-review-comments.ts";
import { saveReviewRequests } from "../../save/save-review-requests.ts";
import { removeMissingReviews, saveReviews } from "../../save/save-reviews.ts";
import type { SaveScope } from "../../save/save-scope.ts";
import { saveTimelineEvents } from "../../save/save-timeline-events.ts";
import type { PageCounts } from "../kind-reader.ts";
import { AccountBook } from "./actor.ts";
import { milestonesOf, toCommentRow, toTimelineRows } from "./item-rows.ts";
import type { PullNode } from "./pull-request-query.ts";
import {
  notePullAccounts,
  toCommitRows,
  toFileRows,
  toPullRow,
  toReviewCommentRow,
  toReviewRequests,
  toReviewRow,
} from "./pull-request-rows.ts";

type PlacedPull = { readonly pull: PullNode; readonly id: number };
type Input = { readonly placed: readonly PlacedPull[]; readonly accountIds: AccountIds };

/** Saves pull requests with all that hangs on them: what they no longer have is removed. */
export async function savePullsPage(tx: Tx, scope: SaveScope, pulls: readonly PullNode[]): Promise<PageCounts> {
  if (pulls.length === 0) return {};
  const book = new AccountBook();
  for (const pull of pulls) notePullAccounts(book, pull);
  const accountIds = await saveAccounts(tx, scope, book.list());
  const milestones = await saveMilestones(tx, scope, { rows: milestonesOf(pulls), isComplete: false });
  const saved = await savePullRequests(tx, scope, {
    rows: pulls.map((pull) => toPullRow(pull, { accountIds, milestoneIds: milestones.idByNumber })),
    hasDetails: true,
  });
  const placed = pulls.flatMap((pull) => {
    const id = saved.idByNumber.get(pull.number);
    return id === undefined ? [] : [{ pull, id }];
  });
  const changes = await saveChanges(tx, scope, { placed, accountIds });
  const happened = await saveWhatHappened(tx, scope, { placed, accountIds });
  const words = await saveWords(tx, scope, { placed, accountIds });
  return { pull_requests: saved.counts, milestones: milestones.counts, ...changes, ...happened, ...words };
}

async function saveChanges(tx: Tx, scope: SaveScope, { placed, accountIds }: Input): Promise<PageCounts> {
  return {
    pull_request_commits: await savePullRequestCommits(tx, scope, {
      rows: placed.flatMap(({ pull, id }) => toCommitRows(pull, id, accountIds)),
      completePullRequestIds: placed.map(({ id }) => id),
    }),
    pull_request_files: await savePullRequestFiles(tx, scope, {
      rows: placed.flatMap(({ pull, id }) => toFileRows(pull, id)),
      completePullRequestIds: placed.filter(({ pull }) => pull.files !== null).map(({ id }) => id),
    }),
  };
}

async function saveWhatHappened(tx: Tx, scope: SaveScope, { placed, accountIds }: Input): Promise<PageCounts> {
  const requests = placed.map(({ pull, id }) => toReviewRequests(pull, id, accountIds));
  return {
    timeline_events: await saveTimelineEvents(
      tx,
      scope,
      placed.flatMap(({ pull, id }) =>
        toTimelineRows(pull.timelineItems.nodes, { issueId: null, pullRequestId: id }, accountIds),
      ),
    ),
    review_requests: await saveReviewRequests(tx, scope, {
      requests: requests.flatMap((found) => found.requests),
      removals: requests.flatMap((found) => found.removals),
    }),
  };
}

/** What people wrote. Inline comments are saved before reviews are removed, because those take theirs with them. */
async function saveWords(tx: Tx, scope: SaveScope, { placed, accountIds }: Input): Promise<PageCounts> {
  const pullRequestIds = placed.map(({ id }) => id);
  const comments = await saveIssueComments(tx, scope, {
    rows: placed.flatMap(({ pull, id }) =>
      pull.comments.nodes.map((comment) => toCommentRow(comment, { issueId: null, pullRequestId: id }, accountIds)),
    ),
    complete: { issueIds: [], pullRequestIds },
  });
  const written = placed.flatMap(({ pull, id }) => (pull.reviews?.nodes ?? []).map((review) => ({ review, id })));
  const reviews = await saveReviews(tx, scope, {
    rows: written.map(({ review, id }) => toReviewRow(review, id, accountIds)),
    hasSubmission: true,
  });
  const inline = await saveReviewComments(tx, scope, {
    rows: written.flatMap(({ review, id }) => {
      const reviewId = reviews.idByNodeId.get(review.id);
      if (reviewId === undefined) return [];
      const parent = { pullRequestId: id, reviewId };
      return review.comments.nodes.map((comment) => toReviewCommentRow(comment, parent, accountIds));
    }),
    completePullRequestIds: pullRequestIds,
  });
  const removed = await removeMissingReviews(tx, scope, {
    pullRequestIds,
    presentNodeIds: new Set(written.map(({ review }) => review.id)),
  });
  await refreshActors(tx, scope, {
    issueIds: [],
    pullRequestIds: [
      ...comments.touchedPullRequestIds,
      ...reviews.touchedPullRequestIds,
      ...inline.touchedPullRequestIds,
      ...removed,
    ],
  });
  return {
    issue_comments: comments.counts,
    reviews: { ...reviews.counts, removed: removed.length },
    review_comments: inline.counts,
  };
}
