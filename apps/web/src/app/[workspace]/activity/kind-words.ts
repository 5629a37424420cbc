import type { ActivityKind } from "@pulse/actions";
import {
  CircleCheck,
  CircleDot,
  GitMerge,
  GitPullRequest,
  GitPullRequestClosed,
  MessageSquare,
  Rocket,
  ScanEye,
  Tag,
  Workflow,
  type LucideIcon,
} from "lucide-react";

type Words = {
  /** In the filter. */
  readonly many: string;
  /** Before what it is about: "ana merged #8". */
  readonly verb: string;
  readonly icon: LucideIcon;
  readonly color: string;
};

/** What each kind is called, and how it looks: a shape of its own beside the colour. */
export const kindWords: Readonly<Record<ActivityKind, Words>> = {
  "issue.opened": { many: "Issues opened", verb: "opened", icon: CircleDot, color: "text-open" },
  "issue.closed": { many: "Issues closed", verb: "closed", icon: CircleCheck, color: "text-merged" },
  "pull_request.opened": { many: "Pull requests opened", verb: "opened", icon: GitPullRequest, color: "text-open" },
  "pull_request.merged": { many: "Pull requests merged", verb: "merged", icon: GitMerge, color: "text-merged" },
  "pull_request.closed": {
    many: "Pull requests closed unmerged",
    verb: "closed without merging",
    icon: GitPullRequestClosed,
    color: "text-closed",
  },
  "review.submitted": { many: "Reviews", verb: "reviewed", icon: ScanEye, color: "text-muted" },
  "comment.created": { many: "Comments", verb: "commented on", icon: MessageSquare, color: "text-muted" },
  "release.published": { many: "Releases", verb: "released", icon: Tag, color: "text-accent" },
  "run.completed": { many: "Workflow runs", verb: "ran", icon: Workflow, color: "text-muted" },
  "deployment.created": { many: "Deployments", verb: "deployed", icon: Rocket, color: "text-accent" },
};
