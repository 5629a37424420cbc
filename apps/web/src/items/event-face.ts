import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleHelp,
  CircleX,
  Clock,
  Hand,
  LoaderCircle,
  MessageSquare,
  SkipForward,
  type LucideIcon,
} from "lucide-react";

type EventFace = { readonly word: string; readonly icon: LucideIcon; readonly color: string };

const failed = { icon: CircleX, color: "text-bad" } as const;
const waiting = { icon: Clock, color: "text-muted" } as const;

/** What GitHub calls how a run, a review or a deployment ended, or where it is: in our words, with a shape beside the colour. */
const faces: Readonly<Record<string, EventFace>> = {
  success: { word: "succeeded", icon: CircleCheck, color: "text-good" },
  failure: { word: "failed", ...failed },
  timed_out: { word: "timed out", ...failed },
  startup_failure: { word: "failed to start", ...failed },
  cancelled: { word: "cancelled", icon: Ban, color: "text-muted" },
  skipped: { word: "skipped", icon: SkipForward, color: "text-muted" },
  neutral: { word: "neutral", icon: CircleDashed, color: "text-muted" },
  stale: { word: "stale", icon: CircleDashed, color: "text-muted" },
  approved: { word: "approved", icon: CircleCheck, color: "text-good" },
  changes_requested: { word: "asked for changes", icon: Hand, color: "text-warning" },
  commented: { word: "commented", icon: MessageSquare, color: "text-muted" },
  dismissed: { word: "dismissed since", icon: CircleDashed, color: "text-muted" },
  inactive: { word: "succeeded, replaced since", icon: CircleCheck, color: "text-good" },
  resolved: { word: "resolved", icon: CircleCheck, color: "text-good" },
  open: { word: "goes on", icon: CircleDot, color: "text-bad" },
  action_required: { word: "waits for somebody", icon: Hand, color: "text-warning" },
  in_progress: { word: "running", icon: LoaderCircle, color: "text-accent" },
  queued: { word: "queued", ...waiting },
  requested: { word: "queued", ...waiting },
  pending: { word: "queued", ...waiting },
  waiting: { word: "waits for somebody", icon: Hand, color: "text-warning" },
};

export function eventFace(state: string): EventFace {
  return faces[state] ?? { word: state.replaceAll("_", " "), icon: CircleHelp, color: "text-muted" };
}
