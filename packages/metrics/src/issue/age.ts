import { sql } from "kysely";

import { buckets, median, stepFilters } from "../aggregates.ts";
import { secondsBetween } from "../duration-metric.ts";
import type { Metric } from "../metric.ts";
import { issue, issues, openFilters } from "./issues.ts";

const age = secondsBetween(issue.createdAt, sql`moment.at`);
const day = 86_400;

const steps = [
  ["lt7d", 7 * day],
  ["lt30d", 30 * day],
  ["lt90d", 90 * day],
  ["lt365d", 365 * day],
  ["ge365d", null],
] as const;

export const issueAge: Metric = {
  id: "issue.age",
  title: "Age of open issues",
  definition:
    "From the opening of an issue until the end of the window, of those open then. Buckets: under 7, 30, 90 and 365 days, and older.",
  unit: "seconds",
  direction: "down",
  source: issues,
  needs: ["issues"],
  membership: { kind: "state", opened: issue.createdAt, closed: issue.closedAt },
  measure: age,
  value: { p50: median },
  beside: { buckets: buckets(steps) },
  itemValue: { of: age, unit: "seconds" },
  filters: { ...openFilters, ...stepFilters(age, steps) },
};
