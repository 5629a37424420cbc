import type { ChartSize } from "../charts/chart-size.ts";
import { planStackChart } from "../charts/stack-chart.ts";
import { formatNumber, writeNumber } from "../format/format-number.ts";
import { mainValue } from "../metric/main-value.ts";
import { Panel } from "../metric/panel.tsx";
import type { Board } from "./board.ts";
import { BucketChart } from "./bucket-chart.tsx";
import { definitionsOf, freshnessOf, getAnswer } from "./panel-facts.ts";
import { alignSeries } from "./series-values.ts";
import { itemsHref, seriesFiles } from "./view-query.ts";

type CountPanelProps = {
  readonly board: Board;
  readonly isDocument: boolean;
  readonly metric: string;
  /** "Reviews" */
  readonly name: string;
  readonly colour: string;
  readonly size: ChartSize;
  readonly className?: string;
};

/** One count over the days, weeks or months of the window. */
export function CountPanel({ board, isDocument, metric, name, colour, size, className }: CountPanelProps) {
  const answer = getAnswer(board, metric);
  const title = `${name}, by ${board.grain}`;
  const keys = board.buckets.map((bucket) => bucket.key);
  const values = alignSeries(answer, keys, null).map(({ value }) => value);
  const href = itemsHref(board, { metric });
  return (
    <Panel
      className={className ?? ""}
      title={title}
      definitions={definitionsOf(board, [metric])}
      freshness={freshnessOf(board, answer)}
      links={{
        items: { href, text: `All ${formatNumber(answer.n)}` },
        ...seriesFiles(board, { metrics: [metric], by: board.grain }),
      }}
      aside={writeNumber(mainValue(answer.value))}
    >
      <BucketChart
        board={board}
        isDocument={isDocument}
        title={title}
        plan={planStackChart({
          buckets: board.buckets.map(({ label, isPartial }) => ({ label, isPartial })),
          stacks: [{ colour, values }],
        })}
        large={size}
        lines={[{ label: name.toLowerCase(), colour, texts: values.map(writeNumber) }]}
        href={href}
        hrefOf={(bucket) => itemsHref(board, { metric, window: bucket })}
      />
    </Panel>
  );
}
