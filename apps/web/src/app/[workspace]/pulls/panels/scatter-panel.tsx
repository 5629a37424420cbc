import { GitCommitHorizontal } from "lucide-react";

import { Chart } from "../../../../charts/chart.tsx";
import type { ChartMark } from "../../../../charts/chart-mark.ts";
import { half, narrow } from "../../../../charts/chart-size.ts";
import { drawChart } from "../../../../charts/draw-chart.ts";
import { formatDuration } from "../../../../format/format-duration.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { itemUrl } from "../../../../metric/item-view.ts";
import type { MetricItem } from "../../../../metric/metric-answer.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Command } from "../../../../ui/command.tsx";
import { Message } from "../../../../ui/message.tsx";
import { placePoint, planScatterChart, scaleOf } from "../charts/scatter-chart.ts";
import { describeSample } from "../describe-sample.ts";
import type { PullsData } from "../load-pulls.ts";
import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { itemsFiles, itemsHref } from "../../../../dashboard/view-query.ts";

const title = "Size against cycle time";

type ScatterPanelProps = { readonly data: PullsData; readonly isDocument: boolean; readonly className?: string };

/** Whether large changes take longer: one point for each merged pull request of which both are known. */
export function ScatterPanel({ data, isDocument, className }: ScatterPanelProps) {
  const pairs = pairUp(data);
  const link = { metric: "pr.cycle_time" };
  const repository = data.filters.repositories[0] ?? data.cycles.items[0]?.repository ?? "OWNER/NAME";
  return (
    <Panel
      className={className ?? ""}
      title={title}
      definitions={definitionsOf(data, ["pr.size", "pr.cycle_time"])}
      freshness={{ ...freshnessOf(data, getAnswer(data, "pr.cycle_time")), n: pairs.length }}
      links={{
        items: pairs.length === 0 ? null : { href: itemsHref(data, link), text: "All merged" },
        ...itemsFiles(data, link),
      }}
      aside={describeSample(data.cycles) ?? undefined}
    >
      {pairs.length === 0 ? (
        <Message
          icon={GitCommitHorizontal}
          title="No commits are known of what was merged"
          className="h-full"
          action={<Command line={`./pulse import git DIR --repo ${repository}`} />}
        >
          An archive of pull requests holds neither commits nor sizes. Read them from a clone of the repository:
        </Message>
      ) : (
        <Scatter pairs={pairs} isDocument={isDocument} href={itemsHref(data, link)} />
      )}
    </Panel>
  );
}

type Pair = { readonly item: MetricItem; readonly lines: number; readonly seconds: number };

function pairUp({ cycles }: PullsData): Pair[] {
  return cycles.items.flatMap((item) => {
    const lines = item.also["pr.size"] ?? null;
    return lines === null || item.value === null ? [] : [{ item, lines, seconds: item.value }];
  });
}

type ScatterProps = { readonly pairs: readonly Pair[]; readonly isDocument: boolean; readonly href: string };

function Scatter({ pairs, isDocument, href }: ScatterProps) {
  const scale = scaleOf(pairs);
  const plan = planScatterChart({ points: pairs.map(({ lines, seconds }) => ({ lines, seconds })), scale });
  const marks: ChartMark[] = pairs.map(({ item, lines, seconds }) => ({
    ...placePoint({ lines, seconds }, scale),
    title: `#${item.number} ${item.title}`,
    values: [formatNumber(lines), formatDuration(seconds)],
    href: itemUrl(item, "pull_request"),
  }));
  return (
    <Chart
      label={`${title}, ${formatNumber(pairs.length)} pull requests; the full list is a table`}
      marks={marks}
      keys={[{ label: "lines" }, { label: "cycle time" }]}
      href={href}
      narrow={drawChart(plan, { size: narrow, isDocument })}
      large={drawChart(plan, { size: half, isDocument })}
    />
  );
}
