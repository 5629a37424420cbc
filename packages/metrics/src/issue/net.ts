import { sql } from "kysely";

import type { Metric } from "../metric.ts";
import { closings, flow, openings } from "./issues.ts";

export const issueNet: Metric = {
  ...flow,
  id: "issue.net",
  title: "Net flow",
  definition:
    "Issues opened in the window less issues closed in it: above zero the backlog grew. n is how many were opened or closed.",
  unit: "count",
  direction: "down",
  value: { value: { of: (measure) => sql`${openings(measure)} - ${closings(measure)}`, whenEmpty: 0 } },
};
