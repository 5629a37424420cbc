import { sql } from "kysely";

import { share } from "../aggregates.ts";
import type { Metric } from "../metric.ts";
import { issue, issues } from "./issues.ts";

/** https://chaoss.community/kb/metric-change-request-closure-ratio/, for issues. */
export const issueChaossClosureRatio: Metric = {
  id: "issue.chaoss_closure_ratio",
  title: "Closure ratio (CHAOSS)",
  definition: "Issues closed in the window as a share of all that were open at its start or opened in it.",
  unit: "ratio",
  direction: "up",
  source: issues,
  needs: ["issues"],
  membership: { kind: "span", opened: issue.createdAt, closed: issue.closedAt },
  measure: sql`coalesce(item.closed_at < moment.at, false)::integer`,
  value: { value: share },
  itemValue: null,
};
