import { formatDuration } from "../../../../format/format-duration.ts";
import type { LabelRow, Wait } from "./label-rows.ts";
import type { LabelView } from "./label-view.ts";

/** A label, or what issues without one are called. */
export function nameOf({ name }: LabelRow, split: LabelView["split"]): string {
  return name ?? (split === "label" ? "no label" : "in no group");
}

export function waitText(seconds: number | null): string {
  return seconds === null ? "–" : formatDuration(seconds);
}

export function waitTitle({ p50, p90, n }: Wait): string {
  return n === 0 ? "nothing in this window" : `p50 ${waitText(p50)}, p90 ${waitText(p90)}, n ${n}`;
}

/** How an address names the items of a row; issues in no group cannot be named by one. */
export function chosenBy(
  { name }: LabelRow,
  split: LabelView["split"],
): { readonly label: string } | { readonly labelGroup: string } | null {
  if (split === "label") return { label: name ?? "" };
  return name === null ? null : { labelGroup: name };
}
