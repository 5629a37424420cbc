import { GitMerge } from "lucide-react";

import { formatNumber } from "../../../../format/format-number.ts";
import { toItemView } from "../../../../metric/item-view.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import { toHref } from "../filters/pull-filters.ts";
import { ItemTable } from "../lists/item-table.tsx";
import type { PullsData } from "../load-pulls.ts";
import { definitionsOf, freshnessOf, getAnswer } from "../panel-facts.ts";
import { itemsExportHref, itemsHref } from "../view-query.ts";

export function SlowestPanel({ data, className }: { readonly data: PullsData; readonly className?: string }) {
  const { total, metric, sort } = data.slowest;
  const items = data.slowest.items.map(toItemView);
  const link = { slug: data.slug, metric, view: data.view };
  const measure = metric === "pr.cycle_time" ? "Cycle time" : "Time to merge";
  const isDefault = sort === "-value";
  return (
    <Panel
      className={className ?? ""}
      title={isDefault ? "Slowest of the window" : "Merged in the window"}
      definitions={definitionsOf(data, [metric])}
      freshness={freshnessOf(data, getAnswer(data, metric))}
      links={{
        items: { href: itemsHref(link), text: `All ${formatNumber(total)}` },
        csv: itemsExportHref({ ...link, format: "csv" }),
        json: itemsExportHref({ ...link, format: "json" }),
      }}
      aside={total > items.length ? `first ${items.length} of ${formatNumber(total)}` : undefined}
    >
      {items.length === 0 ? (
        <Message icon={GitMerge} title="Nothing was merged in this window">
          Choose a longer window, or other repositories.
        </Message>
      ) : (
        <ItemTable
          caption={`Merged pull requests by ${measure.toLowerCase()}`}
          items={items}
          measure={measure}
          unit="seconds"
          timeZone={data.timeZone}
          showRepository={data.filters.repositories.length !== 1}
          at="merged"
          sort={sort}
          sortHref={(next) => withSort(toHref(`/${data.slug}/pulls`, data.filters), next)}
        />
      )}
    </Panel>
  );
}

function withSort(href: string, sort: string): string {
  if (sort === "-value") return href;
  return `${href}${href.includes("?") ? "&" : "?"}sort=${sort}`;
}
