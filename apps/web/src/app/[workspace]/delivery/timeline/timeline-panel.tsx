import { Rocket } from "lucide-react";

import { wide } from "../../../../charts/chart-size.ts";
import { Legend } from "../../../../charts/legend.tsx";
import { BucketChart } from "../../../../dashboard/bucket-chart.tsx";
import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { alignSeries } from "../../../../dashboard/series-values.ts";
import { itemsHref, seriesFiles } from "../../../../dashboard/view-query.ts";
import { formatNumber, writeNumber } from "../../../../format/format-number.ts";
import { mainValue } from "../../../../metric/main-value.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import type { DeliveryData } from "../load-delivery.ts";
import { placeIn } from "./place-in.ts";
import { planTimelineChart } from "./timeline-chart.ts";

const frequency = "dora.deployment_frequency";
const failRate = "dora.change_fail_rate";
const incidentMetric = "dora.incidents";
const metrics = [frequency, failRate, incidentMetric];

type TimelinePanelProps = { readonly data: DeliveryData; readonly isDocument: boolean; readonly className?: string };

/** What was deployed and what went wrong, on one line of time. */
export function TimelinePanel({ data, isDocument, className }: TimelinePanelProps) {
  const answer = getAnswer(data, frequency);
  const title = `Deployments and incidents, by ${data.grain}`;
  const keys = data.buckets.map((bucket) => bucket.key);
  const deployments = alignSeries(answer, keys, null).map(({ n }) => n);
  const failed = alignSeries(getAnswer(data, failRate), keys, null).map(({ value, n }) =>
    value === null ? 0 : Math.round(value * n),
  );
  const began = alignSeries(getAnswer(data, incidentMetric), keys, null).map(({ value }) => value);
  const fine = deployments.map((n, index) => n - (failed[index] ?? 0));
  const failedCount = failed.reduce((sum, n) => sum + n, 0);
  const href = itemsHref(data, { metric: frequency });
  return (
    <Panel
      className={className ?? ""}
      title={title}
      definitions={definitionsOf(data, metrics)}
      freshness={{ ...freshnessOf(data, answer), nWord: "deployments" }}
      links={{
        items: { href, text: `All ${formatNumber(answer.n)} deployments` },
        ...seriesFiles(data, { metrics, by: data.grain }),
      }}
      aside={
        <Legend
          entries={[
            { name: "without an incident", colour: "--series-4", text: formatNumber(answer.n - failedCount) },
            { name: "with one", colour: "--bad", text: formatNumber(failedCount) },
            {
              name: "incidents began",
              colour: "--bad",
              text: writeNumber(mainValue(getAnswer(data, incidentMetric).value)),
            },
          ]}
        />
      }
    >
      {answer.n + data.incidents.total === 0 ? (
        <Message icon={Rocket} title="Nothing was deployed in this window" className="h-full">
          And no incident began. Choose a longer window.
        </Message>
      ) : (
        <BucketChart
          board={data}
          isDocument={isDocument}
          title={title}
          plan={planTimelineChart({
            buckets: data.buckets.map(({ label, isPartial }) => ({ label, isPartial })),
            fine,
            failed,
            incidents: spansOf(data),
          })}
          large={wide}
          lines={[
            { label: "without an incident", colour: "--series-4", texts: fine.map(writeNumber) },
            { label: "with one", colour: "--bad", texts: failed.map(writeNumber) },
            { label: "incidents began", texts: began.map(writeNumber) },
          ]}
          href={href}
          hrefOf={(bucket) => itemsHref(data, { metric: frequency, window: bucket })}
        />
      )}
      {data.incidents.next !== null && (
        <p className="mt-2 text-12 text-muted">
          The newest {formatNumber(data.incidents.items.length)} of {formatNumber(data.incidents.total)} incidents are
          drawn; the bars count all.
        </p>
      )}
    </Panel>
  );
}

/** One that goes on lasts until the end of the window; one that began on the same spot as it ended is still seen. */
function spansOf({ buckets, incidents }: DeliveryData) {
  return incidents.items.toReversed().flatMap((item) => {
    const from = placeIn(buckets, item.at);
    if (from === null) return [];
    const resolvedAt = item.details["resolved_at"];
    const to = typeof resolvedAt === "string" ? placeIn(buckets, resolvedAt) : null;
    return [{ from, to: to ?? 1 }];
  });
}
