import type { ReaderContext } from "../kind-reader.ts";
import { completeLists, unfinished, type UnfinishedList } from "./complete-lists.ts";
import type { Connection } from "./answer-fields.ts";
import type { InnerPart } from "./inner-part.ts";
import type { IssueNode } from "./issue-query.ts";
import { issueCommentsPart, pullCommentsPart } from "./item-parts.ts";
import {
  pullCommitsPart,
  pullFilesPart,
  reviewCommentsPart,
  reviewsPart,
  type PullNode,
  type ReviewNode,
} from "./pull-request-query.ts";
import { issueTimelinePart, pullTimelinePart } from "./timeline-part.ts";

type AskContext = Pick<ReaderContext, "client" | "signal">;

/** Follows every list of these issues to its end. */
export async function completeIssues(ctx: AskContext, issues: readonly IssueNode[], pageSize: number): Promise<void> {
  const lists = issues.flatMap((issue) => [
    ...restOf(issue.id, issueCommentsPart, issue.comments),
    ...restOf(issue.id, issueTimelinePart, issue.timelineItems),
  ]);
  await completeLists(ctx, lists, pageSize);
}

/** Follows every list of these pull requests to its end, the inline comments of each review too. */
export async function completePulls(ctx: AskContext, pulls: readonly PullNode[], pageSize: number): Promise<void> {
  const lists = pulls.flatMap((pull) => [
    ...restOf(pull.id, pullCommentsPart, pull.comments),
    ...restOf(pull.id, pullCommitsPart, pull.commits),
    ...restOf(pull.id, pullFilesPart, pull.files),
    ...restOf(pull.id, pullTimelinePart, pull.timelineItems),
    ...restOf(pull.id, reviewsPart, pull.reviews, restOfReviews),
    ...restOfReviews(pull.reviews?.nodes ?? []),
  ]);
  await completeLists(ctx, lists, pageSize);
}

function restOfReviews(reviews: readonly ReviewNode[]): readonly UnfinishedList[] {
  return reviews.flatMap((review) => restOf(review.id, reviewCommentsPart, review.comments));
}

/** What is still to be read of a list, which then grows in place. */
function restOf<Node>(
  nodeId: string,
  part: InnerPart,
  list: (Connection<Node> & { readonly nodes: Node[] }) | null,
  within: (nodes: readonly Node[]) => readonly UnfinishedList[] = () => [],
): readonly UnfinishedList[] {
  if (list === null) return [];
  return unfinished(nodeId, part, list, (nodes) => {
    const added = asNodes<Node>(nodes);
    list.nodes.push(...added);
    return within(added);
  });
}

// The nodes were checked with the schema of the part that the list was checked with.
function asNodes<Node>(nodes: readonly unknown[]): readonly Node[] {
  return nodes as readonly Node[];
}
