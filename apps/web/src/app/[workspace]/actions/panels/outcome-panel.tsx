import { planStackChart } from "../../../../charts/stack-chart.ts";
import { wide } from "../../../../charts/chart-size.ts";
import { Legend } from "../../../../charts/legend.tsx";
import { BucketChart } from "../../../../dashboard/bucket-chart.tsx";
import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { itemsHref, seriesFiles } from "../../../../dashboard/view-query.ts";
import { formatNumber, writeNumber } from "../../../../format/format-number.ts";
import { Panel } from "../../../../metric/panel.tsx";
import type { ActionsData } from "../load-actions.ts";
import { sumOutcomes, type Outcomes } from "../sum-outcomes.ts";

const metric = "ci.runs";

const plans = [
  { outcome: "succeeded", colour: "--good" },
  { outcome: "failed", colour: "--bad" },
  { outcome: "other", colour: "--series-7" },
  { outcome: "unfinished", colour: "--series-3" },
] as const;

const names: Readonly<Record<keyof Outcomes, string>> = {
  succeeded: "succeeded",
  failed: "failed",
  other: "cancelled, skipped or else",
  unfinished: "not finished",
};

type OutcomePanelProps = { readonly data: ActionsData; readonly isDocument: boolean; readonly className?: string };

/** How the runs of each day or week ended. */
export function OutcomePanel({ data, isDocument, className }: OutcomePanelProps) {
  const answer = getAnswer(data, metric);
  const title = `Runs by outcome, by ${data.grain}`;
  const byKey = new Map(answer.series?.map((entry) => [entry.key, sumOutcomes(entry.by_conclusion)]));
  const total = sumOutcomes(answer.by_conclusion);
  const shown = plans.filter(({ outcome }) => total[outcome] > 0);
  const flows = shown.map(({ outcome, colour }) => ({
    name: names[outcome],
    colour,
    total: total[outcome],
    values: data.buckets.map((bucket) => byKey.get(bucket.key)?.[outcome] ?? null),
  }));
  const link = { metric };
  return (
    <Panel
      className={className ?? ""}
      title={title}
      definitions={definitionsOf(data, [metric, "ci.success_rate"])}
      freshness={freshnessOf(data, answer)}
      links={{
        items: { href: itemsHref(data, link), text: `All ${formatNumber(answer.n)}` },
        ...seriesFiles(data, { metrics: [metric, "ci.success_rate"], by: data.grain }),
      }}
      aside={<Legend entries={flows.map((flow) => ({ ...flow, text: formatNumber(flow.total) }))} />}
    >
      <BucketChart
        board={data}
        isDocument={isDocument}
        title={title}
        plan={planStackChart({
          buckets: data.buckets.map(({ label, isPartial }) => ({ label, isPartial })),
          stacks: flows.map(({ colour, values }) => ({ colour, values })),
        })}
        large={wide}
        lines={flows.map(({ name, colour, values }) => ({ label: name, colour, texts: values.map(writeNumber) }))}
        href={itemsHref(data, link)}
        hrefOf={(bucket) => itemsHref(data, { metric, window: bucket })}
      />
    </Panel>
  );
}
