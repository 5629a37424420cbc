import { sql } from "kysely";

import { share } from "../aggregates.ts";
import type { Metric } from "../metric.ts";
import { pullRequests } from "./pull-requests.ts";

export const prMergeRatio: Metric = {
  id: "pr.merge_ratio",
  title: "Merge ratio",
  definition:
    "Merged pull requests as a share of all that came to an end in the window: merged ÷ (merged + closed without a merge).",
  unit: "ratio",
  direction: "up",
  source: pullRequests,
  needs: ["pull_requests"],
  membership: { kind: "event", at: sql`item.ended_at` },
  measure: sql`(item.merged_at is not null)::integer`,
  value: { value: share },
  itemValue: null,
};
