import type { ActionsData } from "../load-actions.ts";
import { SpreadPanel } from "./spread-panel.tsx";

type QueuePanelProps = { readonly data: ActionsData; readonly isDocument: boolean; readonly className?: string };

/** How long jobs wait for a runner. */
export function QueuePanel(props: QueuePanelProps) {
  return <SpreadPanel {...props} metric="ci.queue_time" name="Queue time" colour="--series-2" />;
}
