import { Timer } from "lucide-react";

import { isLogBand, planBandChart } from "../../../../charts/band-chart.ts";
import { half } from "../../../../charts/chart-size.ts";
import { Legend } from "../../../../charts/legend.tsx";
import { BucketChart } from "../../../../dashboard/bucket-chart.tsx";
import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { alignSeries } from "../../../../dashboard/series-values.ts";
import { itemsHref, seriesFiles } from "../../../../dashboard/view-query.ts";
import { formatDuration } from "../../../../format/format-duration.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { namedValue } from "../../../../metric/main-value.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import type { ActionsData } from "../load-actions.ts";

type SpreadPanelProps = {
  readonly data: ActionsData;
  readonly isDocument: boolean;
  readonly metric: "ci.duration" | "ci.queue_time";
  readonly name: string;
  readonly colour: string;
  readonly className?: string;
};

/** A duration over the window: its median, and the area up to what one in twenty exceeds. */
export function SpreadPanel({ data, isDocument, metric, name, colour, className }: SpreadPanelProps) {
  const answer = getAnswer(data, metric);
  const title = `${name}, by ${data.grain}`;
  const keys = data.buckets.map((bucket) => bucket.key);
  const middle = alignSeries(answer, keys, "p50");
  const upper = alignSeries(answer, keys, "p95");
  const band = {
    buckets: data.buckets.map(({ label, isPartial }) => ({ label, isPartial })),
    middle: middle.map((point) => point.value),
    upper: upper.map((point) => point.value),
    colour,
  };
  const link = { metric };
  return (
    <Panel
      className={className ?? ""}
      title={isLogBand(band) ? `${title}, logarithmic` : title}
      definitions={definitionsOf(data, [metric])}
      freshness={freshnessOf(data, answer)}
      links={{
        items: { href: itemsHref(data, link), text: `All ${formatNumber(answer.n)}` },
        ...seriesFiles(data, { metrics: [metric], by: data.grain }),
      }}
      aside={
        <Legend
          entries={[
            { name: "p50", colour, text: textOf(namedValue(answer.value, "p50")) },
            { name: "up to p95", colour, text: textOf(namedValue(answer.value, "p95")) },
          ]}
        />
      }
    >
      {answer.n === 0 ? (
        <Message icon={Timer} title="Nothing here has a time" className="h-full">
          {metric === "ci.duration"
            ? "No run that began in this window has ended."
            : "No job is known of what ran in this window. Jobs come when a repository is read from GitHub itself."}
        </Message>
      ) : (
        <BucketChart
          board={data}
          isDocument={isDocument}
          title={title}
          plan={planBandChart(band)}
          large={half}
          lines={[
            { label: "p50", colour, texts: middle.map(({ value }) => textOf(value)) },
            { label: "p95", texts: upper.map(({ value }) => textOf(value)) },
            { label: "n", texts: middle.map(({ n }) => formatNumber(n)) },
          ]}
          href={itemsHref(data, link)}
          hrefOf={(bucket) => itemsHref(data, { metric, window: bucket })}
        />
      )}
    </Panel>
  );
}

function textOf(seconds: number | null): string {
  return seconds === null ? "–" : formatDuration(seconds);
}
