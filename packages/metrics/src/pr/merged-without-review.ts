import { sql } from "kysely";

import { share } from "../aggregates.ts";
import type { Metric } from "../metric.ts";
import { actKinds, pr, pullRequests } from "./pull-requests.ts";

export const prMergedWithoutReview: Metric = {
  id: "pr.merged_without_review",
  title: "Merged without review",
  definition:
    "Pull requests merged in the window on which nobody but the author had acted before the merge, and their share of all merged.",
  unit: "count",
  direction: "down",
  source: pullRequests,
  needs: actKinds,
  membership: { kind: "event", at: pr.mergedAt },
  measure: sql`(item.first_review_at is null)::integer`,
  value: {
    count: { of: (measure) => sql`count(*) filter (where ${measure} = 1)`, whenEmpty: 0 },
    ratio: share,
  },
  itemValue: null,
  leftOut: [
    { reason: "reviewed", when: sql`item.first_review_at is not null`, text: "somebody reviewed it before the merge" },
  ],
};
