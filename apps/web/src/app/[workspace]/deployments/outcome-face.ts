import type { DeployHistoryEntry } from "@pulse/actions";
import { Ban, CircleAlert, CircleCheck, CircleDashed, CircleHelp, Layers, Loader, type LucideIcon } from "lucide-react";

type Face = { readonly word: string; readonly color: string; readonly icon: LucideIcon };

const succeeded: Face = { word: "Succeeded", color: "text-good", icon: CircleCheck };
const failed: Face = { word: "Failed", color: "text-bad", icon: CircleAlert };
const cancelled: Face = { word: "Cancelled", color: "text-muted", icon: Ban };
const outcomes: Readonly<Record<NonNullable<DeployHistoryEntry["outcome"]>, Face>> = {
  running: { word: "Goes on", color: "text-accent", icon: Loader },
  succeeded,
  failed,
  superseded: { word: "Superseded", color: "text-muted", icon: Layers },
  cancelled,
};
const phases: Readonly<Record<string, Face>> = {
  ACTIVE: { word: "Deployed", color: "text-good", icon: CircleCheck },
  SUPERSEDED: { word: "Replaced since", color: "text-muted", icon: Layers },
  ERROR: failed,
  CANCELED: cancelled,
};

/** What came of a deployment: by our own verdict where it was ours, else as far as the platform's phase tells. */
export function outcomeFace({ outcome, phase }: Pick<DeployHistoryEntry, "outcome" | "phase">): Face {
  if (outcome !== null) return outcomes[outcome];
  const known = phase === null ? undefined : phases[phase];
  if (known !== undefined) return known;
  return phase === null
    ? { word: "Not known", color: "text-muted", icon: CircleHelp }
    : { word: "Goes on", color: "text-accent", icon: CircleDashed };
}
