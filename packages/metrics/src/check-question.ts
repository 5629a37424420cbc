import { AppError } from "@pulse/kit";

import type { Metric, Source } from "./metric.ts";
import { splits, type Split } from "./query.ts";

type Asked = { readonly split: Split | null; readonly isByLabel: boolean; readonly isByPerson: boolean };

/** What the items of a metric can be chosen by. */
export type Choice = "labels" | "people";

const labelled: ReadonlySet<Source["item"]> = new Set(["issue", "pull_request", "review", "milestone_item"]);

/** Throws `invalid` for a split that the metric does not have, and for a choice by label or person of what has none. */
export function checkQuestion(metric: Metric, { split, isByLabel, isByPerson }: Asked): void {
  if (isByPerson && !choicesOf(metric).includes("people")) {
    throw new AppError(
      "invalid",
      `${metric.id} counts what nobody in particular did, so it cannot be narrowed to people or teams. Ask without them`,
    );
  }
  if (isByLabel && !choicesOf(metric).includes("labels")) {
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

/** What its items can be chosen by: labels where they have any, people where somebody did them. */
export function choicesOf({ source }: Metric): readonly Choice[] {
  return [
    ...(labelled.has(source.item) ? (["labels"] as const) : []),
    ...(source.actedAt === null ? [] : (["people"] as const)),
  ];
}
