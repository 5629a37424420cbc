import { Star } from "lucide-react";
import Link from "next/link";

import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { alignSeries } from "../../../../dashboard/series-values.ts";
import { itemsHref, seriesFiles } from "../../../../dashboard/view-query.ts";
import { formatSigned, writeNumber } from "../../../../format/format-number.ts";
import { mainValue } from "../../../../metric/main-value.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Sparkline } from "../../../../metric/sparkline.tsx";
import { Message } from "../../../../ui/message.tsx";
import type { OverviewData } from "../load-overview.ts";

const standings = [
  { metric: "repo.stars", text: "Stars" },
  { metric: "repo.forks", text: "Forks" },
  { metric: "repo.watchers", text: "Watchers" },
] as const;

const metrics = standings.map(({ metric }) => metric);

/** What others think of it. GitHub tells these for now alone, so their past is only what was read. */
export function StandingPanel({ data, className }: { readonly data: OverviewData; readonly className?: string }) {
  const answer = getAnswer(data, "repo.stars");
  const isKnown = standings.some(({ metric }) => mainValue(getAnswer(data, metric).value) !== null);
  return (
    <Panel
      className={className ?? ""}
      title="Stars, forks and watchers"
      definitions={definitionsOf(data, metrics)}
      freshness={{ ...freshnessOf(data, answer), nWord: answer.n === 1 ? "repository" : "repositories" }}
      links={{ items: null, ...seriesFiles(data, { metrics, by: data.grain }) }}
    >
      {isKnown ? (
        <ul className="grid gap-3 md:grid-cols-3">
          {standings.map(({ metric, text }) => (
            <Standing key={metric} data={data} metric={metric} text={text} />
          ))}
        </ul>
      ) : (
        <Message icon={Star} title="Stars, forks and watchers are not known here" className="py-4">
          Neither archives nor clones hold them. GitHub tells them for the moment alone, so their history begins when a
          repository is first read from GitHub itself.
        </Message>
      )}
    </Panel>
  );
}

type StandingProps = { readonly data: OverviewData; readonly metric: string; readonly text: string };

function Standing({ data, metric, text }: StandingProps) {
  const answer = getAnswer(data, metric);
  const value = mainValue(answer.value);
  const before = data.filters.isCompared && answer.previous !== null ? mainValue(answer.previous.value) : null;
  const keys = data.buckets.map((bucket) => bucket.key);
  return (
    <li className="min-w-0">
      <Link
        href={itemsHref(data, { metric })}
        prefetch={false}
        className="-mx-2 block rounded-6 px-2 py-1.5 hover:bg-hover"
      >
        <span className="flex items-baseline gap-2 tabular-nums">
          <span className="text-12 text-muted">{text}</span>
          <span className="text-16 font-semibold">{writeNumber(value)}</span>
          {value !== null && before !== null && (
            <span className="text-12 text-muted">{formatSigned(value - before)}</span>
          )}
        </span>
        <Sparkline values={alignSeries(answer, keys, null).map((point) => point.value)} shape="line" className="mt-1" />
      </Link>
    </li>
  );
}
