import { sql } from "kysely";

import { mean, median } from "../aggregates.ts";
import type { Metric } from "../metric.ts";
import { actKinds, pr, pullRequests } from "./pull-requests.ts";

const depth = sql`item.review_depth`;

export const prReviewDepth: Metric = {
  id: "pr.review_depth",
  title: "Review depth",
  definition:
    "Comments by others, inline and in the conversation, before or after the merge, per pull request merged in the window. None counts as zero; the text of a review itself is no comment.",
  unit: "count",
  direction: "neutral",
  source: pullRequests,
  needs: actKinds,
  membership: { kind: "event", at: pr.mergedAt },
  measure: depth,
  value: { mean, p50: median },
  itemValue: { of: depth, unit: "count" },
};
