import { Timer } from "lucide-react";

import { Chart } from "../../../../charts/chart.tsx";
import type { ChartMark } from "../../../../charts/chart-mark.ts";
import { half, narrow } from "../../../../charts/chart-size.ts";
import { drawChart } from "../../../../charts/draw-chart.ts";
import { SeriesTable } from "../../../../charts/series-table.tsx";
import { formatDuration } from "../../../../format/format-duration.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { namedValue } from "../../../../metric/main-value.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import { planDistributionChart } from "../charts/distribution-chart.ts";
import { toHistogram } from "../charts/histogram.ts";
import { describeSample } from "../describe-sample.ts";
import type { PullsData } from "../load-pulls.ts";
import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { itemsFiles, itemsHref } from "../../../../dashboard/view-query.ts";

const metric = "pr.time_to_first_review";
const title = "Time to first review, distribution";

type DistributionPanelProps = { readonly data: PullsData; readonly isDocument: boolean; readonly className?: string };

export function DistributionPanel({ data, isDocument, className }: DistributionPanelProps) {
  const answer = getAnswer(data, metric);
  const link = { metric };
  const seconds = data.firstReviews.items.flatMap((item) => (item.value === null ? [] : [item.value]));
  const notYet = answer.n_not_yet ?? 0;
  const sample = describeSample(data.firstReviews);
  const aside = [
    ...(sample === null ? [] : [`bars: ${sample}`]),
    ...(notYet > 0 ? [`${formatNumber(notYet)} without a review so far`] : []),
  ];
  return (
    <Panel
      className={className ?? ""}
      title={title}
      definitions={definitionsOf(data, [metric])}
      freshness={freshnessOf(data, answer)}
      links={{
        items: { href: itemsHref(data, link), text: "All opened" },
        ...itemsFiles(data, link),
      }}
      aside={aside.length > 0 ? aside.join(" · ") : undefined}
    >
      {seconds.length === 0 ? (
        <Message icon={Timer} title="Nothing opened in this window has been reviewed" className="h-full">
          A distribution needs at least one pull request that somebody else has looked at. Choose a longer window.
        </Message>
      ) : (
        <Distribution data={data} isDocument={isDocument} seconds={seconds} href={itemsHref(data, link)} />
      )}
    </Panel>
  );
}

type DistributionProps = {
  readonly data: PullsData;
  readonly isDocument: boolean;
  readonly seconds: readonly number[];
  readonly href: string;
};

function Distribution({ data, isDocument, seconds, href }: DistributionProps) {
  const { value } = getAnswer(data, metric);
  const percentiles = (["p50", "p75", "p90"] as const).flatMap((name) => {
    const at = namedValue(value, name);
    return at === null ? [] : [{ name, seconds: at, text: formatDuration(at) }];
  });
  const histogram = toHistogram(seconds, { p50: namedValue(value, "p50") ?? 0, p90: namedValue(value, "p90") ?? 0 });
  const plan = planDistributionChart({ histogram, percentiles });
  const marks: ChartMark[] = histogram.bins.map((bin, index) => ({
    x: (index + 0.5) / histogram.bins.length,
    width: 1 / histogram.bins.length,
    title: `${formatDuration(bin.from)} to ${formatDuration(bin.to)}`,
    values: [formatNumber(bin.count)],
    href,
  }));
  const spoken = percentiles.map((percentile) => `${percentile.name} ${percentile.text}`).join(", ");
  return (
    <>
      <Chart
        label={`${title}: ${spoken}`}
        marks={marks}
        keys={[{ label: "pull requests", colour: "--series-4" }]}
        href={href}
        narrow={drawChart(plan, { size: narrow, isDocument })}
        large={drawChart(plan, { size: half, isDocument })}
      />
      <SeriesTable
        caption={title}
        columns={["Waited", "pull requests"]}
        rows={marks.map((mark) => ({ key: mark.title, cells: [mark.title, mark.values[0] ?? "–"] }))}
      />
    </>
  );
}
