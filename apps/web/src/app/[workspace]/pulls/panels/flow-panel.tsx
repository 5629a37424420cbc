import { Chart } from "../../../../charts/chart.tsx";
import type { ChartMark } from "../../../../charts/chart-mark.ts";
import { narrow, wide } from "../../../../charts/chart-size.ts";
import { drawChart } from "../../../../charts/draw-chart.ts";
import { SeriesTable } from "../../../../charts/series-table.tsx";
import { formatNumber } from "../../../../format/format-number.ts";
import { mainValue } from "../../../../metric/main-value.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { planFlowChart } from "../charts/flow-chart.ts";
import type { PullsData } from "../load-pulls.ts";
import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { alignSeries } from "../../../../dashboard/series-values.ts";
import { itemsHref, seriesFiles } from "../../../../dashboard/view-query.ts";
import { Legend } from "../../../../charts/legend.tsx";

const plans = [
  { metric: "pr.opened", name: "opened", colour: "--series-4" },
  { metric: "pr.merged", name: "merged", colour: "--series-6" },
  { metric: "pr.closed_unmerged", name: "closed without a merge", colour: "--series-2" },
] as const;

const openMetric = "pr.open";
const keys = [
  ...plans.map(({ name, colour }) => ({ label: name, colour })),
  { label: "open at the end", colour: "--series-7" },
];
const metrics = [...plans.map((plan) => plan.metric), openMetric];

type FlowPanelProps = { readonly data: PullsData; readonly isDocument: boolean; readonly className?: string };

/** Whether as much leaves as comes in, and what stays. */
export function FlowPanel({ data, isDocument, className }: FlowPanelProps) {
  const flows = plans.map((plan) => ({ ...plan, ...valuesOf(data, plan.metric) }));
  const open = valuesOf(data, openMetric);
  const title = `Opened, merged and closed, by ${data.grain}`;
  const plan = planFlowChart({
    buckets: data.buckets.map(({ label, isPartial }) => ({ label, isPartial })),
    flows: flows.map(({ name, colour, values }) => ({ name, colour, values })),
    open: open.values,
  });
  const marks: ChartMark[] = data.buckets.map((bucket, index) => ({
    x: (index + 0.5) / data.buckets.length,
    width: 1 / data.buckets.length,
    title: bucket.title,
    values: [...flows.map((flow) => textOf(flow.values[index])), textOf(open.values[index])],
    ...(bucket.isPartial ? { note: "only a part of it is in the window" } : {}),
    href: itemsHref(data, { metric: "pr.opened", window: bucket }),
  }));
  const href = itemsHref(data, { metric: "pr.opened" });
  return (
    <Panel
      className={className ?? ""}
      title={title}
      definitions={definitionsOf(data, metrics)}
      freshness={freshnessOf(data, getAnswer(data, "pr.opened"))}
      links={{ items: { href, text: "All opened" }, ...seriesFiles(data, { metrics, by: data.grain }) }}
      aside={<Legend entries={flows.map((flow) => ({ ...flow, text: textOf(flow.total) }))} />}
    >
      <Chart
        label={title}
        marks={marks}
        keys={keys}
        href={href}
        narrow={drawChart(plan, { size: narrow, isDocument })}
        large={drawChart(plan, { size: wide, isDocument })}
      />
      <SeriesTable
        caption={title}
        columns={["From", ...flows.map((flow) => flow.name), "open at the end"]}
        rows={data.buckets.map((bucket, index) => ({
          key: bucket.key,
          cells: [bucket.title, ...flows.map((flow) => textOf(flow.values[index])), textOf(open.values[index])],
        }))}
      />
    </Panel>
  );
}

function valuesOf(
  data: PullsData,
  metric: string,
): { readonly values: (number | null)[]; readonly total: number | null } {
  const answer = getAnswer(data, metric);
  const bucketKeys = data.buckets.map((bucket) => bucket.key);
  return {
    values: alignSeries(answer, bucketKeys, null).map((point) => point.value),
    total: mainValue(answer.value),
  };
}

function textOf(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : formatNumber(value);
}
