import { Chart } from "../../../../charts/chart.tsx";
import type { ChartMark } from "../../../../charts/chart-mark.ts";
import { narrow, wide } from "../../../../charts/chart-size.ts";
import { drawChart } from "../../../../charts/draw-chart.ts";
import { SeriesTable } from "../../../../charts/series-table.tsx";
import { formatDuration } from "../../../../format/format-duration.ts";
import { planStageChart, type Stage } from "../charts/stage-chart.ts";
import type { PullsData } from "../load-pulls.ts";
import { itemsHref } from "../../../../dashboard/view-query.ts";

type StageChartProps = {
  readonly data: PullsData;
  readonly isDocument: boolean;
  readonly title: string;
  readonly stages: readonly (Stage & { readonly ns: readonly number[] })[];
};

export function StageChart({ data, isDocument, title, stages }: StageChartProps) {
  const plan = planStageChart({
    buckets: data.buckets.map(({ label, isPartial }) => ({ label, isPartial })),
    stages: stages.map(({ name, colour, values }) => ({ name, colour, values })),
  });
  const marks: ChartMark[] = data.buckets.map((bucket, index) => ({
    x: (index + 0.5) / data.buckets.length,
    width: 1 / data.buckets.length,
    title: bucket.title,
    values: stages.map((stage) => `${durationOf(stage.values[index])} (n ${stage.ns[index] ?? 0})`),
    ...(bucket.isPartial ? { note: "only a part of it is in the window" } : {}),
    href: itemsHref(data, { metric: "pr.merged", window: bucket }),
  }));
  return (
    <>
      <Chart
        label={title}
        marks={marks}
        keys={stages.map(({ name, colour }) => ({ label: name, colour }))}
        href={itemsHref(data, { metric: "pr.merged" })}
        narrow={drawChart(plan, { size: narrow, isDocument })}
        large={drawChart(plan, { size: wide, isDocument })}
      />
      <SeriesTable
        caption={title}
        columns={["From", ...stages.flatMap((stage) => [stage.name, `n ${stage.name}`])]}
        rows={data.buckets.map((bucket, index) => ({
          key: bucket.key,
          cells: [
            bucket.title,
            ...stages.flatMap((stage) => [durationOf(stage.values[index]), String(stage.ns[index] ?? 0)]),
          ],
        }))}
      />
    </>
  );
}

function durationOf(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined ? "–" : formatDuration(seconds);
}
