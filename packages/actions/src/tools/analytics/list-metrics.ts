import { z } from "zod";

import { listMetrics } from "../../list-metrics.ts";
import { defineTool } from "../tool.ts";
import { readsStored } from "./window.ts";

export const analyticsListMetrics = defineTool({
  name: "analytics_list_metrics",
  title: "Catalogue of metrics",
  description: "Lists the metrics with their definition, unit, direction and what they can be split by.",
  set: "analytics",
  scope: "read",
  hints: readsStored,
  input: {
    search: z.string().max(100).default("").describe("part of an id, title or definition, such as pr. or review"),
  },
  output: {
    metrics: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        definition: z.string(),
        unit: z.string(),
        direction: z.string().describe("whether more is good"),
        value: z.array(z.string()).describe("names inside `value`; none: a plain number"),
        splits: z.array(z.string()),
      }),
    ),
  },
  run: async (ctx, { search }) => {
    const { metrics } = await listMetrics.run(ctx, {});
    const words = search.toLowerCase();
    const found = metrics.filter(({ id, title, definition }) =>
      `${id} ${title} ${definition}`.toLowerCase().includes(words),
    );
    return { metrics: found.map((metric) => ({ ...metric, value: [...metric.value], splits: [...metric.splits] })) };
  },
});
