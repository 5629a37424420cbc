import { sql } from "kysely";

import { count } from "../aggregates.ts";
import { secondsBetween } from "../duration-metric.ts";
import type { Metric } from "../metric.ts";
import { issue, issues } from "./issues.ts";

export const issueStale: Metric = {
  id: "issue.stale",
  title: "Stale",
  definition:
    "Open issues that nobody touched for 60 days or more. Known only for now: GitHub keeps no history of last updates.",
  unit: "count",
  direction: "down",
  source: issues,
  needs: ["issues"],
  membership: { kind: "now", opened: issue.createdAt, closed: issue.closedAt },
  only: sql`item.updated_at <= moment.at - interval '60 days'`,
  measure: sql`1`,
  value: { value: count },
  rows: { kind: "items" },
  itemValue: { of: secondsBetween(sql`item.updated_at`, sql`moment.at`), unit: "seconds" },
};
