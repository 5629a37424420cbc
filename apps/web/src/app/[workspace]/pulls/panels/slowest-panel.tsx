import { GitMerge } from "lucide-react";

import { formatNumber } from "../../../../format/format-number.ts";
import { toItemView } from "../../../../metric/item-view.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import { toHref } from "../../../../filters/view-filters.ts";
import { ItemTable } from "../../../../items/item-table.tsx";
import type { PullsData } from "../load-pulls.ts";
import { definitionsOf, freshnessOf, getAnswer, hasManyRepositories } from "../../../../dashboard/panel-facts.ts";
import { itemsFiles, itemsHref } from "../../../../dashboard/view-query.ts";

export function SlowestPanel({ data, className }: { readonly data: PullsData; readonly className?: string }) {
  const { total, metric, sort } = data.slowest;
  const items = data.slowest.items.map((item) => toItemView(item, "pull_request"));
  const link = { metric };
  const measure = metric === "pr.cycle_time" ? "Cycle time" : "Time to merge";
  const isDefault = sort === "-value";
  return (
    <Panel
      className={className ?? ""}
      title={isDefault ? "Slowest of the window" : "Merged in the window"}
      definitions={definitionsOf(data, [metric])}
      freshness={freshnessOf(data, getAnswer(data, metric))}
      links={{
        items: { href: itemsHref(data, link), text: `All ${formatNumber(total)}` },
        ...itemsFiles(data, link),
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
          kind="pull_request"
          items={items}
          measure={measure}
          unit="seconds"
          timeZone={data.timeZone}
          showRepository={hasManyRepositories(data)}
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
