import { AppError } from "@pulse/kit";

import type { Metric } from "./metric.ts";
import { splits, type Split } from "./query.ts";

type Asked = { readonly split: Split | null; readonly isByLabel: boolean };

/** Throws `invalid` for a split that the metric does not have, and for a choice by label of what has no labels. */
export function checkQuestion(metric: Metric, { split, isByLabel }: Asked): void {
  if (isByLabel && !hasLabels(metric)) {
    throw new AppError(
      "invalid",
      `${metric.id} counts what has no labels, so it cannot be narrowed to a label group. Ask without one`,
    );
  }
  const possible = splitsOf(metric);
  if (split === null || possible.includes(split)) return;
  const reason =
    metric.membership.kind === "now"
      ? `is only known for now, so it has no series by ${split}`
      : `has no series by ${split}`;
  throw new AppError("invalid", `${metric.id} ${reason}. Split it by ${possible.join(", ") || "nothing"}`);
}

/** What a metric can be split by. */
export function splitsOf(metric: Metric): readonly Split[] {
  if (metric.splits !== undefined) return metric.splits;
  const ofItems = splits.filter((split) => split !== "workflow");
  if (metric.membership.kind !== "now") return ofItems;
  return ofItems.filter((split) => split !== "day" && split !== "week" && split !== "month");
}

function hasLabels({ source }: Metric): boolean {
  return source.item === "issue" || source.item === "pull_request" || source.item === "milestone_item";
}
