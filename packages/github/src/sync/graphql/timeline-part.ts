/** What happened to items, as GraphQL's timelines tell it. */
import { z } from "zod";

import type { TimelineEventRow } from "../../save/save-timeline-events.ts";
import { actor, actorFragment, loginOf, type AccountBook } from "./actor.ts";
import { instant, text } from "./answer-fields.ts";
import type { InnerPart } from "./inner-part.ts";

const common = "id createdAt actor { ...ActorFields }";
const assignee = "assignee { ... on Actor { ...ActorFields } }";
const reviewer = "requestedReviewer { __typename ... on Actor { ...ActorFields } ... on Team { combinedSlug } }";

/** Our kind, GraphQL's type, GraphQL's name of the type as an argument, and the fields that say whom or what it concerned. */
const onAllItems = [
  ["closed", "ClosedEvent", "CLOSED_EVENT", ""],
  ["reopened", "ReopenedEvent", "REOPENED_EVENT", ""],
  ["labeled", "LabeledEvent", "LABELED_EVENT", "label { name }"],
  ["unlabeled", "UnlabeledEvent", "UNLABELED_EVENT", "label { name }"],
  ["assigned", "AssignedEvent", "ASSIGNED_EVENT", assignee],
  ["unassigned", "UnassignedEvent", "UNASSIGNED_EVENT", assignee],
  ["milestoned", "MilestonedEvent", "MILESTONED_EVENT", "milestoneTitle"],
  ["demilestoned", "DemilestonedEvent", "DEMILESTONED_EVENT", "milestoneTitle"],
  ["renamed", "RenamedTitleEvent", "RENAMED_TITLE_EVENT", "currentTitle"],
  ["transferred", "TransferredEvent", "TRANSFERRED_EVENT", "fromRepository { nameWithOwner }"],
  ["locked", "LockedEvent", "LOCKED_EVENT", ""],
  ["unlocked", "UnlockedEvent", "UNLOCKED_EVENT", ""],
] as const;

const onPullRequests = [
  ...onAllItems,
  ["merged", "MergedEvent", "MERGED_EVENT", ""],
  ["ready_for_review", "ReadyForReviewEvent", "READY_FOR_REVIEW_EVENT", ""],
  ["converted_to_draft", "ConvertToDraftEvent", "CONVERT_TO_DRAFT_EVENT", ""],
  ["review_requested", "ReviewRequestedEvent", "REVIEW_REQUESTED_EVENT", reviewer],
  ["review_request_removed", "ReviewRequestRemovedEvent", "REVIEW_REQUEST_REMOVED_EVENT", reviewer],
  ["review_dismissed", "ReviewDismissedEvent", "REVIEW_DISMISSED_EVENT", "review { author { ...ActorFields } }"],
  ["force_pushed", "HeadRefForcePushedEvent", "HEAD_REF_FORCE_PUSHED_EVENT", ""],
] as const;

const kindByType = new Map<string, TimelineEventRow["kind"]>(onPullRequests.map(([kind, type]) => [type, kind]));

const node = z.object({
  __typename: z.string(),
  id: z.string(),
  createdAt: instant,
  actor: actor.nullish(),
  label: z.object({ name: text }).nullish(),
  assignee: actor.nullish(),
  milestoneTitle: text.nullish(),
  currentTitle: text.nullish(),
  fromRepository: z.object({ nameWithOwner: z.string() }).nullish(),
  requestedReviewer: z.union([actor, z.object({ combinedSlug: z.string() })]).nullish(),
  review: z.object({ author: actor.nullish() }).nullish(),
});

export type TimelineNode = z.output<typeof node>;

function timelinePart(on: "Issue" | "PullRequest", kinds: typeof onAllItems | typeof onPullRequests) {
  const types = kinds.map(([, , argument]) => argument).join(", ");
  const selections = kinds.map(([, type, , fields]) => `... on ${type} { ${common} ${fields} }`);
  return {
    on,
    field: "timelineItems",
    fieldArguments: `itemTypes: [${types}]`,
    first: 30,
    fields: `__typename ${selections.join(" ")}`,
    fragments: [actorFragment],
    node,
  } satisfies InnerPart;
}

export const issueTimelinePart = timelinePart("Issue", onAllItems);
export const pullTimelinePart = timelinePart("PullRequest", onPullRequests);

/** Notes all whom an event names. */
export function noteTimelineAccounts(book: AccountBook, event: TimelineNode): void {
  for (const named of [event.actor, event.assignee, personOf(event), event.review?.author]) book.note(named);
}

/** The person whose review was asked for; null for a team, or when the account is gone. */
export function personOf(event: TimelineNode): z.output<typeof actor> | null {
  const reviewerOf = event.requestedReviewer;
  return reviewerOf !== null && reviewerOf !== undefined && "login" in reviewerOf ? reviewerOf : null;
}

/** `organisation/team`, where a team's review was asked for. */
export function teamOf(event: TimelineNode): string | null {
  const reviewerOf = event.requestedReviewer;
  return reviewerOf !== null && reviewerOf !== undefined && "combinedSlug" in reviewerOf
    ? reviewerOf.combinedSlug
    : null;
}

export function timelineKindOf(event: TimelineNode): TimelineEventRow["kind"] | null {
  return kindByType.get(event.__typename) ?? null;
}

/** Label, milestone, new title or former repository; login or team whom it concerned. */
export function timelineSubjectOf(event: TimelineNode): string | null {
  return (
    event.label?.name ??
    event.milestoneTitle ??
    event.currentTitle ??
    event.fromRepository?.nameWithOwner ??
    loginOf(event.assignee) ??
    loginOf(personOf(event)) ??
    teamOf(event) ??
    loginOf(event.review?.author) ??
    null
  );
}
