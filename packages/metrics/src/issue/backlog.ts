import { sql } from "kysely";

import { count } from "../aggregates.ts";
import { secondsBetween } from "../duration-metric.ts";
import type { Metric } from "../metric.ts";
import { issue, issues, openFilters } from "./issues.ts";

export const issueBacklog: Metric = {
  id: "issue.backlog",
  title: "Backlog",
  definition: "Issues that were open at the end of the window; in a series, at the end of each day, week or month.",
  unit: "count",
  direction: "down",
  source: issues,
  needs: ["issues"],
  membership: { kind: "state", opened: issue.createdAt, closed: issue.closedAt },
  measure: sql`1`,
  value: { value: count },
  isRunning: true,
  itemValue: { of: secondsBetween(issue.createdAt, sql`moment.at`), unit: "seconds" },
  filters: openFilters,
};
