import { sql } from "kysely";

import { durationMetric, secondsBetween } from "../duration-metric.ts";
import { issue, issues, notAnswered, responseKinds } from "./issues.ts";

export const issueTimeToFirstResponse = durationMetric({
  id: "issue.time_to_first_response",
  title: "Time to first response",
  definition:
    "From the opening of an issue until somebody other than the author first commented, of those opened in the window. Closing is no response. `n_not_yet` is how many still have none, even if they were closed since.",
  direction: "down",
  source: issues,
  needs: responseKinds,
  at: issue.createdAt,
  seconds: secondsBetween(issue.createdAt, issue.firstResponseAt),
  beside: { n_not_yet: { of: (seconds) => sql`count(*) filter (where ${seconds} is null)`, whenEmpty: 0 } },
  leftOut: [notAnswered],
});
