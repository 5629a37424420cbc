import { sql } from "kysely";

import { count } from "../aggregates.ts";
import { secondsBetween } from "../duration-metric.ts";
import type { Metric } from "../metric.ts";
import { pr, pullRequests } from "./pull-requests.ts";

export const prStale: Metric = {
  id: "pr.stale",
  title: "Stale",
  definition:
    "Open pull requests that nobody touched for 14 days or more. Known only for now: GitHub keeps no history of last updates.",
  unit: "count",
  direction: "down",
  source: pullRequests,
  needs: ["pull_requests"],
  membership: { kind: "now", opened: pr.createdAt, closed: pr.closedAt },
  only: sql`item.updated_at <= moment.at - interval '14 days'`,
  measure: sql`1`,
  value: { value: count },
  rows: { kind: "items" },
  itemValue: { of: secondsBetween(sql`item.updated_at`, sql`moment.at`), unit: "seconds" },
};
