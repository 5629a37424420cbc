import { sql } from "kysely";

import { buckets, median, percentile } from "../aggregates.ts";
import type { Metric } from "../metric.ts";
import { pr, pullRequests } from "./pull-requests.ts";

const lines = sql`item.lines`;

export const prSize: Metric = {
  id: "pr.size",
  title: "Size",
  definition:
    "Lines added and deleted, without the files on the workspace's ignore list, of those merged in the window. Buckets: xs under 20 lines, s under 100, m under 250, l under 500, xl from 500.",
  unit: "lines",
  direction: "down",
  source: pullRequests,
  needs: ["pull_requests", "pull_request_files"],
  membership: { kind: "event", at: pr.mergedAt },
  measure: lines,
  value: { p50: median, p90: percentile(0.9) },
  beside: {
    buckets: buckets([
      ["xs", 20],
      ["s", 100],
      ["m", 250],
      ["l", 500],
      ["xl", null],
    ]),
  },
  itemValue: { of: lines, unit: "lines" },
  leftOut: [{ reason: "no_size", when: sql`item.lines is null`, text: "its files are not known" }],
};
