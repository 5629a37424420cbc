import { catalogue, describeMetric } from "@pulse/metrics";
import { z } from "zod";

import { command } from "../command.ts";
import { formatTable } from "../metric/format-table.ts";

export const metricList = command({
  name: "metric list",
  summary: "List every metric with its unit and what it means",
  description:
    "With --json: the whole catalogue, with the names inside each value, the facts it needs and its definition.",
  examples: ["./pulse metric list", "./pulse metric list --json"],
  args: z.object({}),
  run: (ctx) => {
    const metrics = catalogue.map(describeMetric);
    if (ctx.json) ctx.printJson({ metrics });
    else
      ctx.out([...lines(metrics), "", "One of them: ./pulse metric show pr.cycle_time --repo owner/name"].join("\n"));
    return Promise.resolve();
  },
});

function lines(metrics: readonly ReturnType<typeof describeMetric>[]): readonly string[] {
  const names = formatTable(metrics.map(({ id }) => [id]));
  const width = Math.max(...names.map((name) => name.length));
  return metrics.map(({ id, title, unit, value }) => {
    const shape = value.length === 0 ? "" : ` · ${value.join(", ")}`;
    return `${id.padEnd(width)}  ${title} (${unit}${shape})`;
  });
}
