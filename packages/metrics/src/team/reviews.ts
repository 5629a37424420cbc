import { sql } from "kysely";

import type { FactKind, Source } from "../metric.ts";
import type { Split } from "../query.ts";

/** What the numbers of reviewing count: submitted reviews of others' pull requests. The author of one is its reviewer. */
export const reviews: Source = {
  item: "review",
  view: sql`metrics.review_timeline`,
  actedAt: sql`item.submitted_at`,
  details: {
    review_id: "number",
    submitted_at: "instant",
    ready_at: "instant",
    asked_at: "instant",
    answered_at: "instant",
  },
};

export const reviewKinds: readonly FactKind[] = ["pull_requests", "reviews"];

export const submittedAt = sql`item.submitted_at`;

export const reviewSplits: readonly Split[] = ["day", "week", "month", "author", "label", "label_group", "repository"];
