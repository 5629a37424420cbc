import { isTeam } from "../rest/render-pull.ts";
import { pageOf } from "../rest/render-item.ts";
import { nodeIdOfEvent } from "../rest/render-timeline-event.ts";
import { inventSha } from "../world/hash.ts";
import { accountNode, commitNode, itemNode, type EventNode } from "./node.ts";
import { subjectNode } from "./pull-fields.ts";
import { fieldsOf, type ResolverTable } from "./resolvers.ts";

const common = fieldsOf<EventNode>({
  id: ({ repository, item, event }) => nodeIdOfEvent(repository, { item, event }),
  actor: ({ event }) => accountNode(event.actor),
  createdAt: ({ event }) => event.at,
  url: ({ repository, item, event }, _args, { urls }) => `${pageOf(urls, repository, item)}#event-${event.id}`,
  pullRequest: ({ repository, item }) => itemNode(repository, item),
  issue: ({ repository, item }) => itemNode(repository, item),
});

const item = ({ repository, item: of }: EventNode) => itemNode(repository, of);
const person = ({ event }: EventNode) =>
  event.subject === undefined || isTeam(event.subject) ? null : accountNode(event.subject);

const labelled: ResolverTable = {
  ...common,
  ...fieldsOf<EventNode>({
    labelable: item,
    // An event keeps the label as it was; one that is gone since has no node of its own any more.
    label: ({ repository, event }) => {
      const name = event.label?.name ?? "";
      const known = repository.labels.get(name);
      const gone = {
        id: 0,
        nodeId: `LA_gone_${inventSha(name)}`,
        name,
        description: null,
        color: event.label?.color ?? "ededed",
        createdAt: event.at,
      };
      return { type: "Label", repository, label: known ?? gone };
    },
  }),
};

const assigned: ResolverTable = {
  ...common,
  ...fieldsOf<EventNode>({ assignable: item, assignee: person, user: person }),
};

const requested: ResolverTable = {
  ...common,
  ...fieldsOf<EventNode>({
    requestedReviewer: ({ event }) => (event.subject === undefined ? null : subjectNode(event.subject)),
  }),
};

const milestoned: ResolverTable = {
  ...common,
  ...fieldsOf<EventNode>({ milestoneTitle: ({ event }) => event.milestoneTitle ?? "", subject: item }),
};

export const timelineFields: Readonly<Record<string, ResolverTable>> = {
  ClosedEvent: {
    ...common,
    ...fieldsOf<EventNode>({
      closable: item,
      closer: () => null,
      stateReason: ({ event, item: of }) =>
        of.kind === "issue" ? (event.stateReason ?? "completed").toUpperCase() : null,
    }),
  },
  ReopenedEvent: { ...common, ...fieldsOf<EventNode>({ closable: item, stateReason: () => "REOPENED" }) },
  MergedEvent: {
    ...common,
    ...fieldsOf<EventNode>({
      commit: ({ repository, event }) => commitNode(repository, event.sha ?? null),
      mergeRef: () => null,
      mergeRefName: ({ item: of }) => (of.kind === "pull" ? of.base.ref : ""),
    }),
  },
  LabeledEvent: labelled,
  UnlabeledEvent: labelled,
  AssignedEvent: assigned,
  UnassignedEvent: assigned,
  ReadyForReviewEvent: common,
  ConvertToDraftEvent: common,
  ReviewRequestedEvent: requested,
  ReviewRequestRemovedEvent: requested,
  ReviewDismissedEvent: {
    ...common,
    ...fieldsOf<EventNode>({
      dismissalMessage: ({ event }) => event.dismissed?.message ?? null,
      previousReviewState: ({ event }) => event.dismissed?.state ?? "COMMENTED",
      review: ({ repository, item: of, event }) => {
        const review = of.kind === "pull" ? of.reviews.find((one) => one.id === event.dismissed?.reviewId) : undefined;
        return review === undefined ? null : { type: "PullRequestReview", repository, item: of, review };
      },
      databaseId: () => null,
    }),
  },
  RenamedTitleEvent: {
    ...common,
    ...fieldsOf<EventNode>({
      previousTitle: ({ event }) => event.rename?.from ?? "",
      currentTitle: ({ event }) => event.rename?.to ?? "",
      subject: item,
    }),
  },
  MilestonedEvent: milestoned,
  DemilestonedEvent: milestoned,
  TransferredEvent: {
    ...common,
    ...fieldsOf<EventNode>({
      fromRepository: ({ event }, _args, { world }) => {
        const id = world.names.get(event.fromRepository?.toLowerCase() ?? "");
        const repository = id === undefined ? undefined : world.repositories.get(id);
        return repository === undefined ? null : { type: "Repository", repository };
      },
    }),
  },
  HeadRefForcePushedEvent: {
    ...common,
    ...fieldsOf<EventNode>({
      afterCommit: ({ repository, event }) => commitNode(repository, event.sha ?? null),
      beforeCommit: () => null,
      ref: () => null,
    }),
  },
};
