import type { TimelineEventRow } from "../save/save-timeline-events.ts";
import type { AccountOf } from "./event-handler.ts";
import type { PayloadItem } from "./payload/issue.ts";
import type { PayloadUser } from "./payload/user.ts";

/** The parts of a payload that say what happened to an issue or pull request. */
type Happening = {
  readonly action: string;
  readonly sender: PayloadUser;
  readonly item: PayloadItem;
  readonly label?: { readonly name: string } | null | undefined;
  readonly assignee?: PayloadUser | undefined;
  readonly milestone?: { readonly title: string } | null | undefined;
  readonly isRenamed: boolean;
};

type Told = Pick<TimelineEventRow, "kind" | "subject" | "createdAt">;

/** The event of the item's timeline that an action is; null for an action that leaves none there. */
export function itemTimeline(
  happening: Happening,
  given: {
    readonly accountOf: AccountOf;
    readonly issueId: number | null;
    readonly pullRequestId: number | null;
  },
): TimelineEventRow | null {
  const told = tell(happening);
  if (told === null) return null;
  const { issueId, pullRequestId, accountOf } = given;
  return { issueId, pullRequestId, nodeId: null, githubId: null, actorId: accountOf(happening.sender), ...told };
}

function tell({ action, item, label, assignee, milestone, isRenamed }: Happening): Told | null {
  const at = item.updated_at;
  switch (action) {
    case "closed":
      return { kind: action, subject: null, createdAt: item.closed_at ?? at };
    case "reopened":
    case "locked":
    case "unlocked":
    case "transferred":
    case "ready_for_review":
    case "converted_to_draft":
      return { kind: action, subject: null, createdAt: at };
    case "labeled":
    case "unlabeled":
      return label === null || label === undefined ? null : { kind: action, subject: label.name, createdAt: at };
    case "assigned":
    case "unassigned":
      return { kind: action, subject: assignee?.login ?? null, createdAt: at };
    case "milestoned":
    case "demilestoned": {
      const title = milestone?.title ?? item.milestone?.title;
      return title === undefined ? null : { kind: action, subject: title, createdAt: at };
    }
    case "edited":
      return isRenamed ? { kind: "renamed", subject: item.title, createdAt: at } : null;
    default:
      return null;
  }
}
