import type { Board } from "./board.ts";

/** Whether the filter row offers labels: most workspaces never save a label group, and their row is long enough. */
export function usesLabels({ filters, labelGroups }: Board): boolean {
  return labelGroups.length + filters.labelGroups.length + filters.labels.length > 0;
}
