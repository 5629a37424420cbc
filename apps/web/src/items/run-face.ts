import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleX,
  Clock,
  Hand,
  LoaderCircle,
  SkipForward,
  type LucideIcon,
} from "lucide-react";

type RunFace = { readonly word: string; readonly icon: LucideIcon; readonly color: string };

const failed = { icon: CircleX, color: "text-bad" } as const;
const waiting = { icon: Clock, color: "text-muted" } as const;

/** What GitHub calls how a run or a job ended, or where it is: in our words, with a shape beside the colour. */
const faces: Readonly<Record<string, RunFace>> = {
  success: { word: "succeeded", icon: CircleCheck, color: "text-good" },
  failure: { word: "failed", ...failed },
  timed_out: { word: "timed out", ...failed },
  startup_failure: { word: "failed to start", ...failed },
  cancelled: { word: "cancelled", icon: Ban, color: "text-muted" },
  skipped: { word: "skipped", icon: SkipForward, color: "text-muted" },
  neutral: { word: "neutral", icon: CircleDashed, color: "text-muted" },
  stale: { word: "stale", icon: CircleDashed, color: "text-muted" },
  action_required: { word: "waits for somebody", icon: Hand, color: "text-warning" },
  in_progress: { word: "running", icon: LoaderCircle, color: "text-accent" },
  queued: { word: "queued", ...waiting },
  requested: { word: "queued", ...waiting },
  pending: { word: "queued", ...waiting },
  waiting: { word: "waits for somebody", icon: Hand, color: "text-warning" },
};

export function runFace(state: string): RunFace {
  return faces[state] ?? { word: state.replaceAll("_", " "), icon: CircleHelp, color: "text-muted" };
}
