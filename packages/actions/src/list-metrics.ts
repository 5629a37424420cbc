import { catalogue, describeMetric } from "@pulse/metrics";
import { z } from "zod";

import { defineAction } from "./action.ts";

/** The catalogue: every number there is, with its definition in plain words. */
export const listMetrics = defineAction({
  name: "list_metrics",
  summary: "List every metric with its definition, unit and shape",
  scope: "read",
  input: z.object({}),
  run: async () => await Promise.resolve({ metrics: catalogue.map(describeMetric) }),
});
