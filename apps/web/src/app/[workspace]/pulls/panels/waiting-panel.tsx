import { Coffee } from "lucide-react";

import { formatDuration } from "../../../../format/format-duration.ts";
import { formatDay } from "../../../../format/format-instant.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { toItemView } from "../../../../metric/item-view.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import { ItemLine } from "../lists/item-line.tsx";
import type { PullsData } from "../load-pulls.ts";
import { definitionsOf, freshnessOf, getAnswer } from "../panel-facts.ts";
import { itemsExportHref, itemsHref } from "../view-query.ts";

const metric = "pr.open";
const filter = "waiting";

/** Open, ready, and nobody else has looked: the longest wait first. */
export function WaitingPanel({ data, className }: { readonly data: PullsData; readonly className?: string }) {
  const { total } = data.waiting;
  const items = data.waiting.items.map(toItemView);
  const link = { slug: data.slug, metric, view: data.view, filter };
  return (
    <Panel
      className={className ?? ""}
      title={data.window.endsNow ? "Waiting for a review now" : `Waiting for a review on ${lastDay(data)}`}
      definitions={definitionsOf(data, [metric, "pr.time_to_first_review"])}
      freshness={{ ...freshnessOf(data, getAnswer(data, metric)), n: total }}
      links={{
        items: total > items.length ? { href: itemsHref(link), text: `All ${formatNumber(total)}` } : null,
        csv: itemsExportHref({ ...link, format: "csv" }),
        json: itemsExportHref({ ...link, format: "json" }),
      }}
    >
      {items.length === 0 ? (
        <Message icon={Coffee} title="Nothing waits" className="h-full">
          Every open pull request that is ready has been looked at by somebody.
        </Message>
      ) : (
        <ol>
          {items.map((item) => (
            <ItemLine
              key={item.key}
              item={item}
              end={item.value === null ? "–" : formatDuration(item.value)}
              endTitle={`opened ${formatDay(item.at, { timeZone: data.timeZone })}`}
              showRepository={data.filters.repositories.length !== 1}
            />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function lastDay({ window, timeZone }: PullsData): string {
  return formatDay(new Date(Date.parse(window.to) - 1).toISOString(), { timeZone });
}
