import { splits } from "@pulse/metrics";
import { z } from "zod";

import { showMetric } from "../../show-metric.ts";
import { defineTool } from "../tool.ts";
import { coverageShape, readsStored, windowOf, windowShape } from "./window.ts";

const figuresShape = {
  n: z.number().describe("sample size"),
  excluded: z.number(),
  value: z.unknown().describe("number, object of numbers, or null"),
};

export const analyticsMetric = defineTool({
  name: "analytics_metric",
  title: "One metric",
  description:
    "Computes one metric of the catalogue over a window, as the dashboards show it: value, sample size, the window before, a series with `by`. analytics_list_metrics has the ids.",
  set: "analytics",
  scope: "read",
  hints: readsStored,
  isForeignText: true,
  input: {
    metric: z.string().max(100).describe("such as pr.cycle_time"),
    ...windowShape,
    by: z.enum(splits).optional().describe("cut into a series"),
    labels: z.array(z.string().max(200)).max(50).default([]).describe("only items with any of these"),
    label_groups: z.array(z.string().max(100)).max(20).default([]),
    include_bots: z.boolean().default(false),
  },
  output: {
    metric: z.string(),
    unit: z.string(),
    ...coverageShape,
    ...figuresShape,
    n_not_yet: z.number().nullish(),
    buckets: z.record(z.string(), z.number()).nullish(),
    by_conclusion: z.record(z.string(), z.number()).nullish(),
    band: z.string().nullish(),
    previous: z.record(z.string(), z.unknown()).nullable(),
    series: z.array(z.record(z.string(), z.unknown())).optional(),
    rows: z.array(z.record(z.string(), z.unknown())).optional(),
  },
  run: async (ctx, input) =>
    await showMetric.run(ctx, {
      ...windowOf(input),
      metric: input.metric,
      by: input.by,
      labels: input.labels,
      labelGroups: input.label_groups,
      includeBots: input.include_bots,
    }),
});
