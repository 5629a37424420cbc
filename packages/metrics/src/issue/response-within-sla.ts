import { sql } from "kysely";

import { share } from "../aggregates.ts";
import { secondsBetween } from "../duration-metric.ts";
import type { Metric } from "../metric.ts";
import { issue, issues, responseKinds } from "./issues.ts";

const isTooYoung = sql`item.created_at > scope.cut_at - item.response_sla`;
const isWithin = sql`coalesce(item.first_response_at <= item.created_at + item.response_sla, false)`;

export const issueResponseWithinSla: Metric = {
  id: "issue.response_within_sla",
  title: "Answered in time",
  definition:
    "Issues opened in the window that somebody other than the author answered within the time that the workspace allows (48 hours unless it says otherwise), as a share of those that have been there for that long.",
  unit: "ratio",
  direction: "up",
  source: issues,
  needs: responseKinds,
  membership: { kind: "event", at: issue.createdAt },
  measure: sql`case when not ${isTooYoung} then ${isWithin}::integer end`,
  value: {
    within: { of: (measure) => sql`count(*) filter (where ${measure} = 1)`, whenEmpty: 0, unit: "count" },
    ratio: share,
  },
  itemValue: { of: secondsBetween(issue.createdAt, issue.firstResponseAt), unit: "seconds" },
  leftOut: [{ reason: "too_young", when: isTooYoung, text: "it is younger than the time allowed for an answer" }],
  filters: { within: isWithin, missed: sql`not ${isWithin}` },
};
