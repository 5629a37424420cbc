import type { ActionsData } from "../load-actions.ts";
import { SpreadPanel } from "./spread-panel.tsx";

type DurationPanelProps = { readonly data: ActionsData; readonly isDocument: boolean; readonly className?: string };

/** How long an attempt takes until its last job is done. */
export function DurationPanel(props: DurationPanelProps) {
  return <SpreadPanel {...props} metric="ci.duration" name="Run duration" colour="--series-4" />;
}
