import type { TimelineEvent, TimelineKind } from "../world/item.ts";
import { byKey } from "../world/sorted.ts";
import { connect } from "./connect.ts";
import type { ItemNode } from "./node.ts";
import { textOf, textsOf, type Args } from "./resolvers.ts";

const eventTypes: Readonly<Record<TimelineKind, string>> = {
  assigned: "AssignedEvent",
  closed: "ClosedEvent",
  convert_to_draft: "ConvertToDraftEvent",
  demilestoned: "DemilestonedEvent",
  head_ref_force_pushed: "HeadRefForcePushedEvent",
  labeled: "LabeledEvent",
  merged: "MergedEvent",
  milestoned: "MilestonedEvent",
  ready_for_review: "ReadyForReviewEvent",
  renamed: "RenamedTitleEvent",
  reopened: "ReopenedEvent",
  review_dismissed: "ReviewDismissedEvent",
  review_request_removed: "ReviewRequestRemovedEvent",
  review_requested: "ReviewRequestedEvent",
  transferred: "TransferredEvent",
  unassigned: "UnassignedEvent",
  unlabeled: "UnlabeledEvent",
};

type Entry = { readonly at: string; readonly id: number; readonly node: { readonly type: string } };

/** What happened on an item in the order of time, of the kinds asked for; `totalCount` counts all, `filteredCount` those. */
export function timelineOf(node: ItemNode, args: Args) {
  const asked = textsOf(args, "itemTypes");
  const types = asked === null ? null : new Set(asked.map((name) => toTypeName(name)));
  const since = textOf(args, "since");
  const all = entriesOf(node);
  const list = all.filter(
    (entry) =>
      (types === null || types.has(entry.node.type)) &&
      (since === null || entry.at >= new Date(since).toISOString().slice(0, 19)),
  );
  const page = connect({ list, args, placeOf: ({ at, id }) => [at, id], toNode: (entry) => entry.node });
  return {
    ...page,
    totalCount: all.length,
    filteredCount: list.length,
    pageCount: page.nodes().length,
    updatedAt: node.item.updatedAt,
  };
}

function entriesOf(node: ItemNode): readonly Entry[] {
  const { repository, item } = node;
  const entries: Entry[] = [
    ...item.timeline.map((event: TimelineEvent) => ({
      at: event.at,
      id: event.id,
      node: { type: eventTypes[event.kind], repository, item, event },
    })),
    ...item.comments.map((comment) => ({
      at: comment.createdAt,
      id: comment.id,
      node: { type: "IssueComment", repository, item, comment },
    })),
  ];
  if (item.kind === "pull") {
    entries.push(
      ...item.commits.map((commit, index) => ({
        at: commit.committedAt,
        id: index,
        node: { type: "PullRequestCommit", repository, item, commit },
      })),
      ...item.reviews.map((review) => ({
        at: review.submittedAt,
        id: review.id,
        node: { type: "PullRequestReview", repository, item, review },
      })),
    );
  }
  return entries.toSorted(
    byKey(
      ({ at }) => at,
      ({ id }) => id,
    ),
  );
}

/** `CONVERT_TO_DRAFT_EVENT` is `ConvertToDraftEvent`. */
function toTypeName(itemType: string): string {
  return itemType
    .toLowerCase()
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
