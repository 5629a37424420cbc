import { Timer } from "lucide-react";

import { isLogBand, planBandChart } from "../charts/band-chart.ts";
import type { ChartSize } from "../charts/chart-size.ts";
import { Legend } from "../charts/legend.tsx";
import { formatDuration } from "../format/format-duration.ts";
import { formatNumber } from "../format/format-number.ts";
import { namedValue } from "../metric/main-value.ts";
import { Panel } from "../metric/panel.tsx";
import { Message } from "../ui/message.tsx";
import type { Board } from "./board.ts";
import { BucketChart } from "./bucket-chart.tsx";
import { definitionsOf, freshnessOf, getAnswer } from "./panel-facts.ts";
import { alignSeries } from "./series-values.ts";
import { itemsHref, seriesFiles } from "./view-query.ts";

type SpreadPanelProps = {
  readonly board: Board;
  readonly isDocument: boolean;
  readonly metric: string;
  /** "Run duration" */
  readonly name: string;
  /** What few exceed, as the metric calls it. */
  readonly upper: "p90" | "p95";
  readonly colour: string;
  readonly size: ChartSize;
  /** What it means that there is no time, and what to do. */
  readonly empty: string;
  readonly className?: string;
};

/** A duration over the window: its median, and the area up to what few exceed. */
export function SpreadPanel(panel: SpreadPanelProps) {
  const { board, isDocument, metric, name, upper, colour, size, empty, className } = panel;
  const answer = getAnswer(board, metric);
  const title = `${name}, by ${board.grain}`;
  const keys = board.buckets.map((bucket) => bucket.key);
  const medians = alignSeries(answer, keys, "p50");
  const tops = alignSeries(answer, keys, upper);
  const band = {
    buckets: board.buckets.map(({ label, isPartial }) => ({ label, isPartial })),
    middle: medians.map((point) => point.value),
    upper: tops.map((point) => point.value),
    colour,
  };
  const href = itemsHref(board, { metric });
  return (
    <Panel
      className={className ?? ""}
      title={isLogBand(band) ? `${title}, logarithmic` : title}
      definitions={definitionsOf(board, [metric])}
      freshness={freshnessOf(board, answer)}
      links={{
        items: { href, text: `All ${formatNumber(answer.n)}` },
        ...seriesFiles(board, { metrics: [metric], by: board.grain }),
      }}
      aside={
        <Legend
          entries={[
            { name: "p50", colour, text: textOf(namedValue(answer.value, "p50")) },
            { name: `up to ${upper}`, colour, text: textOf(namedValue(answer.value, upper)) },
          ]}
        />
      }
    >
      {answer.n === 0 ? (
        <Message icon={Timer} title="Nothing here has a time" className="h-full">
          {empty}
        </Message>
      ) : (
        <BucketChart
          board={board}
          isDocument={isDocument}
          title={title}
          plan={planBandChart(band)}
          large={size}
          lines={[
            { label: "p50", colour, texts: medians.map(({ value }) => textOf(value)) },
            { label: upper, texts: tops.map(({ value }) => textOf(value)) },
            { label: "n", texts: medians.map(({ n }) => formatNumber(n)) },
          ]}
          href={href}
          hrefOf={(bucket) => itemsHref(board, { metric, window: bucket })}
        />
      )}
    </Panel>
  );
}

function textOf(seconds: number | null): string {
  return seconds === null ? "–" : formatDuration(seconds);
}
