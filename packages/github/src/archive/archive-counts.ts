import { addCounts, noCounts, type SaveCounts } from "../save/save-scope.ts";

/** The kinds of facts of which an archive is a whole statement. */
export const archiveKinds = [
  "labels",
  "issues",
  "issue_comments",
  "pull_requests",
  "reviews",
  "review_comments",
] as const;

export type ArchiveCounts = Readonly<Record<(typeof archiveKinds)[number], SaveCounts>>;

const nothing: ArchiveCounts = {
  labels: noCounts,
  issues: noCounts,
  issue_comments: noCounts,
  pull_requests: noCounts,
  reviews: noCounts,
  review_comments: noCounts,
};

/** Counts per kind; kinds that are not given are zero. */
export function archiveCountsOf(counts: Partial<ArchiveCounts>): ArchiveCounts {
  return { ...nothing, ...counts };
}

export function addArchiveCounts(left: ArchiveCounts, right: ArchiveCounts): ArchiveCounts {
  return {
    labels: addCounts(left.labels, right.labels),
    issues: addCounts(left.issues, right.issues),
    issue_comments: addCounts(left.issue_comments, right.issue_comments),
    pull_requests: addCounts(left.pull_requests, right.pull_requests),
    reviews: addCounts(left.reviews, right.reviews),
    review_comments: addCounts(left.review_comments, right.review_comments),
  };
}
