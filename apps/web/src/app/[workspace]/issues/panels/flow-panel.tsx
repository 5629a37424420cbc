import { Chart } from "../../../../charts/chart.tsx";
import type { ChartMark } from "../../../../charts/chart-mark.ts";
import { narrow, wide } from "../../../../charts/chart-size.ts";
import { drawChart } from "../../../../charts/draw-chart.ts";
import { Legend } from "../../../../charts/legend.tsx";
import { SeriesTable } from "../../../../charts/series-table.tsx";
import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { alignSeries } from "../../../../dashboard/series-values.ts";
import { itemsHref, seriesFiles } from "../../../../dashboard/view-query.ts";
import { formatSigned, writeNumber } from "../../../../format/format-number.ts";
import { mainValue } from "../../../../metric/main-value.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { planNetFlowChart } from "../charts/net-flow-chart.ts";
import type { IssuesData } from "../load-issues.ts";

const keys = [
  { label: "opened", colour: "--series-4" },
  { label: "closed", colour: "--series-6" },
  { label: "net", colour: "--text" },
  { label: "open at the end", colour: "--series-7" },
] as const;

const metrics = ["issue.opened", "issue.closed", "issue.net", "issue.backlog"] as const;

type FlowPanelProps = { readonly data: IssuesData; readonly isDocument: boolean; readonly className?: string };

/** Whether as much leaves as comes in, and what stays. */
export function FlowPanel({ data, isDocument, className }: FlowPanelProps) {
  const opened = valuesOf(data, "issue.opened");
  const closed = valuesOf(data, "issue.closed");
  const net = valuesOf(data, "issue.net");
  const backlog = valuesOf(data, "issue.backlog");
  const title = `Opened, closed and backlog, by ${data.grain}`;
  const plan = planNetFlowChart({
    buckets: data.buckets.map(({ label, isPartial }) => ({ label, isPartial })),
    opened,
    closed,
    net,
    backlog,
  });
  const marks: ChartMark[] = data.buckets.map((bucket, index) => ({
    x: (index + 0.5) / data.buckets.length,
    width: 1 / data.buckets.length,
    title: bucket.title,
    values: [
      writeNumber(opened[index]),
      writeNumber(closed[index]),
      formatSigned(net[index]),
      writeNumber(backlog[index]),
    ],
    ...(bucket.isPartial ? { note: "only a part of it is in the window" } : {}),
    href: itemsHref(data, { metric: "issue.net", window: bucket }),
  }));
  const href = itemsHref(data, { metric: "issue.net" });
  const total = (metric: string) => mainValue(getAnswer(data, metric).value);
  return (
    <Panel
      className={className ?? ""}
      title={title}
      definitions={definitionsOf(data, metrics)}
      freshness={freshnessOf(data, getAnswer(data, "issue.net"))}
      links={{ items: { href, text: "All opened or closed" }, ...seriesFiles(data, { metrics, by: data.grain }) }}
      aside={
        <Legend
          entries={[
            { name: "opened", colour: "--series-4", text: writeNumber(total("issue.opened")) },
            { name: "closed", colour: "--series-6", text: writeNumber(total("issue.closed")) },
            { name: "net", colour: "--text", text: formatSigned(total("issue.net")) },
          ]}
        />
      }
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
        columns={["From", ...keys.map(({ label }) => label)]}
        rows={marks.map(({ title: from, values }) => ({ key: from, cells: [from, ...values] }))}
      />
    </Panel>
  );
}

function valuesOf(data: IssuesData, metric: string): readonly (number | null)[] {
  const bucketKeys = data.buckets.map((bucket) => bucket.key);
  return alignSeries(getAnswer(data, metric), bucketKeys, null).map((point) => point.value);
}
