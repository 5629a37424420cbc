import { Users } from "lucide-react";

import { Chart } from "../../../../charts/chart.tsx";
import type { ChartMark } from "../../../../charts/chart-mark.ts";
import { half, narrow } from "../../../../charts/chart-size.ts";
import { drawChart } from "../../../../charts/draw-chart.ts";
import { Legend } from "../../../../charts/legend.tsx";
import { SeriesTable } from "../../../../charts/series-table.tsx";
import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { alignSeries } from "../../../../dashboard/series-values.ts";
import { itemsHref, seriesFiles } from "../../../../dashboard/view-query.ts";
import { writeNumber } from "../../../../format/format-number.ts";
import { mainValue } from "../../../../metric/main-value.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import { planPeopleChart } from "../charts/people-chart.ts";
import type { OverviewData } from "../load-overview.ts";

const active = "repo.active_contributors";
const fresh = "repo.new_contributors";
const metrics = [active, fresh];

const keys = [
  { label: "active", colour: "--series-4" },
  { label: "of them new", colour: "--series-2" },
] as const;

type PeoplePanelProps = { readonly data: OverviewData; readonly isDocument: boolean; readonly className?: string };

/** How many people were there, and how many of them for the first time. */
export function PeoplePanel({ data, isDocument, className }: PeoplePanelProps) {
  const title = `People, by ${data.grain}`;
  const answer = getAnswer(data, active);
  const total = mainValue(answer.value);
  const newcomers = mainValue(getAnswer(data, fresh).value);
  return (
    <Panel
      className={className ?? ""}
      title={title}
      definitions={definitionsOf(data, metrics)}
      freshness={{ ...freshnessOf(data, answer), nWord: "acts" }}
      links={{
        items: { href: itemsHref(data, { metric: active }), text: "All people" },
        ...seriesFiles(data, { metrics, by: data.grain }),
      }}
      aside={
        <Legend
          entries={[
            { name: "active", colour: "--series-4", text: writeNumber(total) },
            { name: "of them new", colour: "--series-2", text: writeNumber(newcomers) },
          ]}
        />
      }
    >
      {(total ?? 0) === 0 ? (
        <Message icon={Users} title="Nobody was here" className="h-full">
          No person opened, reviewed or commented on anything in this window.
        </Message>
      ) : (
        <People data={data} isDocument={isDocument} title={title} />
      )}
    </Panel>
  );
}

type PeopleProps = { readonly data: OverviewData; readonly isDocument: boolean; readonly title: string };

function People({ data, isDocument, title }: PeopleProps) {
  const bucketKeys = data.buckets.map((bucket) => bucket.key);
  const everybody = alignSeries(getAnswer(data, active), bucketKeys, null).map((point) => point.value);
  const newcomers = alignSeries(getAnswer(data, fresh), bucketKeys, null).map((point) => point.value);
  const known = everybody.map((value, index) => (value === null ? null : value - (newcomers[index] ?? 0)));
  const plan = planPeopleChart({
    buckets: data.buckets.map(({ label, isPartial }) => ({ label, isPartial })),
    known,
    fresh: newcomers,
  });
  const marks: ChartMark[] = data.buckets.map((bucket, index) => ({
    x: (index + 0.5) / data.buckets.length,
    width: 1 / data.buckets.length,
    title: bucket.title,
    values: [writeNumber(everybody[index]), writeNumber(newcomers[index])],
    ...(bucket.isPartial ? { note: "only a part of it is in the window" } : {}),
    href: itemsHref(data, { metric: active, window: bucket }),
  }));
  return (
    <>
      <Chart
        label={title}
        marks={marks}
        keys={keys}
        href={itemsHref(data, { metric: active })}
        narrow={drawChart(plan, { size: narrow, isDocument })}
        large={drawChart(plan, { size: half, isDocument })}
      />
      <SeriesTable
        caption={title}
        columns={["From", ...keys.map((key) => key.label)]}
        rows={marks.map((mark) => ({ key: mark.title, cells: [mark.title, ...mark.values] }))}
      />
    </>
  );
}
