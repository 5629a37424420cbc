import { Timer } from "lucide-react";

import { Chart } from "../../../../charts/chart.tsx";
import type { ChartMark } from "../../../../charts/chart-mark.ts";
import { half, narrow } from "../../../../charts/chart-size.ts";
import { drawChart } from "../../../../charts/draw-chart.ts";
import { SeriesTable } from "../../../../charts/series-table.tsx";
import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { alignSeries } from "../../../../dashboard/series-values.ts";
import { itemsHref, seriesFiles } from "../../../../dashboard/view-query.ts";
import { formatDuration } from "../../../../format/format-duration.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { namedValue } from "../../../../metric/main-value.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import { planBandChart } from "../charts/band-chart.ts";
import type { IssuesData } from "../load-issues.ts";

const keys = [{ label: "p50", colour: "--series-1" }, { label: "p90" }, { label: "n" }] as const;

type WaitPanelProps = {
  readonly data: IssuesData;
  readonly isDocument: boolean;
  readonly metric: "issue.time_to_close" | "issue.time_to_first_response";
  readonly title: string;
  readonly className?: string;
};

/** How long people wait for a first answer, or for an end: the median and the slow tail over time. */
export function WaitPanel({ data, isDocument, metric, title, className }: WaitPanelProps) {
  const answer = getAnswer(data, metric);
  const notYet = answer.n_not_yet ?? 0;
  const [p50, p90] = [namedValue(answer.value, "p50"), namedValue(answer.value, "p90")];
  const spoken = p50 === null || p90 === null ? null : `p50 ${formatDuration(p50)}, p90 ${formatDuration(p90)}`;
  return (
    <Panel
      className={className ?? ""}
      title={`${title}, p50 to p90 by ${data.grain}`}
      definitions={definitionsOf(data, [metric])}
      freshness={freshnessOf(data, answer)}
      links={{
        items: {
          href: itemsHref(data, { metric }),
          text: metric === "issue.time_to_close" ? "All closed" : "All answered",
        },
        ...seriesFiles(data, { metrics: [metric], by: data.grain }),
      }}
      aside={[spoken, notYet > 0 ? `${formatNumber(notYet)} not answered` : null].filter(Boolean).join(" · ")}
    >
      {answer.n === 0 ? (
        <Message icon={Timer} title="No time is known in this window" className="h-full">
          {metric === "issue.time_to_close"
            ? "No issue was closed. Choose a longer window."
            : "No issue that was opened here has been answered by somebody other than its author. Choose a longer window."}
        </Message>
      ) : (
        <Wait data={data} isDocument={isDocument} metric={metric} title={title} />
      )}
    </Panel>
  );
}

function Wait({ data, isDocument, metric, title }: Omit<WaitPanelProps, "className">) {
  const answer = getAnswer(data, metric);
  const bucketKeys = data.buckets.map((bucket) => bucket.key);
  const slow = alignSeries(answer, bucketKeys, "p90");
  const points = alignSeries(answer, bucketKeys, "p50").map(({ value: p50, n }, index) => {
    const p90 = slow[index]?.value ?? null;
    return p50 === null || p90 === null ? null : { p50, p90, n };
  });
  const whole = { p50: namedValue(answer.value, "p50"), p90: namedValue(answer.value, "p90") };
  const plan = planBandChart({
    buckets: data.buckets.map(({ label, isPartial }) => ({ label, isPartial })),
    points: points.map((point) => (point === null ? null : { p50: point.p50, p90: point.p90 })),
    whole,
  });
  const marks: ChartMark[] = data.buckets.map((bucket, index) => {
    const point = points[index] ?? null;
    return {
      x: (index + 0.5) / data.buckets.length,
      width: 1 / data.buckets.length,
      title: bucket.title,
      values: [
        point === null ? "–" : formatDuration(point.p50),
        point === null ? "–" : formatDuration(point.p90),
        formatNumber(point?.n ?? 0),
      ],
      ...(bucket.isPartial ? { note: "only a part of it is in the window" } : {}),
      href: itemsHref(data, { metric, window: bucket }),
    };
  });
  const label = `${title} by ${data.grain}`;
  return (
    <>
      <Chart
        label={label}
        marks={marks}
        keys={keys}
        href={itemsHref(data, { metric })}
        narrow={drawChart(plan, { size: narrow, isDocument })}
        large={drawChart(plan, { size: half, isDocument })}
      />
      <SeriesTable
        caption={label}
        columns={["From", ...keys.map((key) => key.label)]}
        rows={marks.map((mark) => ({ key: mark.title, cells: [mark.title, ...mark.values] }))}
      />
    </>
  );
}
