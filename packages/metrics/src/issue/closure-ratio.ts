import { sql } from "kysely";

import type { Metric } from "../metric.ts";
import { closings, flow, openings } from "./issues.ts";

export const issueClosureRatio: Metric = {
  ...flow,
  id: "issue.closure_ratio",
  title: "Closure ratio",
  definition:
    "Issues closed in the window ÷ issues opened in it, whether or not they are the same ones. Nothing when none was opened. n is how many were opened or closed.",
  unit: "ratio",
  direction: "up",
  value: {
    value: {
      of: (measure) => sql`${closings(measure)}::double precision / nullif(${openings(measure)}, 0)`,
      whenEmpty: null,
    },
  },
};
