import { Chart } from "../charts/chart.tsx";
import type { ChartMark } from "../charts/chart-mark.ts";
import { narrow, type ChartSize } from "../charts/chart-size.ts";
import { drawChart, type ChartPlan } from "../charts/draw-chart.ts";
import { SeriesTable } from "../charts/series-table.tsx";
import type { Bucket } from "../metric/bucket.ts";
import type { Board } from "./board.ts";

type BucketChartProps<Data> = {
  readonly board: Board;
  readonly isDocument: boolean;
  readonly title: string;
  readonly plan: ChartPlan<Data>;
  /** The size that it has where there is room. */
  readonly large: ChartSize;
  /** What is said of every bucket, in the board's order of them. */
  readonly lines: readonly { readonly label: string; readonly colour?: string; readonly texts: readonly string[] }[];
  /** The items of all of it, and of one bucket. */
  readonly href: string;
  readonly hrefOf: (bucket: Bucket) => string;
};

/** A chart over the days, weeks or months of a window: a hover and a link for each, and the same numbers as a table. */
export function BucketChart<Data>(props: BucketChartProps<Data>) {
  const { board, isDocument, title, plan, large, lines, href, hrefOf } = props;
  const { buckets } = board;
  const textsOf = (index: number) => lines.map((line) => line.texts[index] ?? "–");
  const marks: ChartMark[] = buckets.map((bucket, index) => ({
    x: (index + 0.5) / buckets.length,
    width: 1 / buckets.length,
    title: bucket.title,
    values: textsOf(index),
    ...(bucket.isPartial ? { note: "only a part of it is in the window" } : {}),
    href: hrefOf(bucket),
  }));
  return (
    <>
      <Chart
        label={title}
        marks={marks}
        keys={lines.map(({ label, colour }) => (colour === undefined ? { label } : { label, colour }))}
        href={href}
        narrow={drawChart(plan, { size: narrow, isDocument })}
        large={drawChart(plan, { size: large, isDocument })}
      />
      <SeriesTable
        caption={title}
        columns={["From", ...lines.map((line) => line.label)]}
        rows={buckets.map((bucket, index) => ({ key: bucket.key, cells: [bucket.title, ...textsOf(index)] }))}
      />
    </>
  );
}
