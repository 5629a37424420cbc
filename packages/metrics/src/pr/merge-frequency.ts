import { sql } from "kysely";

import { count } from "../aggregates.ts";
import type { Metric } from "../metric.ts";
import { pr, pullRequests } from "./pull-requests.ts";

export const prMergeFrequency: Metric = {
  id: "pr.merge_frequency",
  title: "Merge frequency",
  definition: "Merged pull requests per week of the window, and the same per person who had at least one merged in it.",
  unit: "rate",
  direction: "up",
  source: pullRequests,
  needs: ["pull_requests"],
  membership: { kind: "event", at: pr.mergedAt },
  measure: sql`1`,
  value: {
    per_week: { ...count, isPerWeek: true },
    per_week_per_author: {
      of: (measure) => sql`count(${measure})::double precision / nullif(count(distinct item.author_id), 0)`,
      whenEmpty: null,
      isPerWeek: true,
    },
  },
  itemValue: null,
};
