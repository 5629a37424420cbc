import { Chart } from "../../../../charts/chart.tsx";
import type { ChartMark } from "../../../../charts/chart-mark.ts";
import { narrow, wide } from "../../../../charts/chart-size.ts";
import { drawChart } from "../../../../charts/draw-chart.ts";
import { Legend } from "../../../../charts/legend.tsx";
import { SeriesTable } from "../../../../charts/series-table.tsx";
import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { alignSeries } from "../../../../dashboard/series-values.ts";
import { itemsHref, seriesFiles } from "../../../../dashboard/view-query.ts";
import { writeNumber } from "../../../../format/format-number.ts";
import { mainValue } from "../../../../metric/main-value.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { planActivityChart } from "../charts/activity-chart.ts";
import type { OverviewData } from "../load-overview.ts";

type Lane = {
  readonly name: string;
  readonly flows: readonly { readonly metric: string; readonly name: string; readonly colour: string }[];
};

const lanes: readonly Lane[] = [
  {
    name: "issues",
    flows: [
      { metric: "issue.opened", name: "issues opened", colour: "--series-4" },
      { metric: "issue.closed", name: "issues closed", colour: "--series-3" },
    ],
  },
  {
    name: "pull requests",
    flows: [
      { metric: "pr.opened", name: "pull requests opened", colour: "--series-2" },
      { metric: "pr.merged", name: "pull requests merged", colour: "--series-6" },
    ],
  },
];

const flows = lanes.flatMap((lane) => lane.flows);
const keys = flows.map(({ name, colour }) => ({ label: name, colour }));
const metrics = flows.map((flow) => flow.metric);

type ActivityPanelProps = { readonly data: OverviewData; readonly isDocument: boolean; readonly className?: string };

/** Whether it is alive: what came in and what was finished. */
export function ActivityPanel({ data, isDocument, className }: ActivityPanelProps) {
  const title = `What came in and what was finished, by ${data.grain}`;
  const drawn = flows.map((flow) => ({ ...flow, values: valuesOf(data, flow.metric) }));
  const plan = planActivityChart({
    buckets: data.buckets.map(({ label, isPartial }) => ({ label, isPartial })),
    lanes: lanes.map(({ name, flows: own }) => ({
      name,
      flows: own.map(({ metric, colour }) => ({ colour, values: valuesOf(data, metric) })),
    })),
  });
  const marks: ChartMark[] = data.buckets.map((bucket, index) => ({
    x: (index + 0.5) / data.buckets.length,
    width: 1 / data.buckets.length,
    title: bucket.title,
    values: drawn.map(({ values }) => writeNumber(values[index])),
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
      links={{
        items: { href: itemsHref(data, { metric: "issue.opened" }), text: "Issues opened" },
        ...seriesFiles(data, { metrics, by: data.grain }),
      }}
      aside={
        <Legend
          entries={drawn.map(({ metric, name, colour }) => ({
            name,
            colour,
            text: writeNumber(mainValue(getAnswer(data, metric).value)),
          }))}
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

function valuesOf(data: OverviewData, metric: string): readonly (number | null)[] {
  const bucketKeys = data.buckets.map((bucket) => bucket.key);
  return alignSeries(getAnswer(data, metric), bucketKeys, null).map((point) => point.value);
}
