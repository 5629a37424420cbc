import { CircleCheck } from "lucide-react";

import { formatDay, formatInstant } from "../../../../format/format-instant.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { namedValue } from "../../../../metric/main-value.ts";
import { toItemView } from "../../../../metric/item-view.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import { ItemLine } from "../lists/item-line.tsx";
import type { PullsData } from "../load-pulls.ts";
import { definitionsOf, freshnessOf, getAnswer } from "../panel-facts.ts";
import { itemsExportHref, itemsHref } from "../view-query.ts";

const metric = "pr.merged_without_review";

export function UnreviewedPanel({ data, className }: { readonly data: PullsData; readonly className?: string }) {
  const items = data.unreviewed.items.map(toItemView);
  const answer = getAnswer(data, metric);
  const count = namedValue(answer.value, "count") ?? 0;
  const zone = { timeZone: data.timeZone };
  const link = { slug: data.slug, metric, view: data.view };
  return (
    <Panel
      className={className ?? ""}
      title="Merged without review, newest first"
      definitions={definitionsOf(data, [metric])}
      freshness={freshnessOf(data, answer)}
      links={{
        items: count > items.length ? { href: itemsHref(link), text: `All ${formatNumber(count)}` } : null,
        csv: itemsExportHref({ ...link, format: "csv" }),
        json: itemsExportHref({ ...link, format: "json" }),
      }}
      aside={`${formatNumber(count)} of ${formatNumber(answer.n)}`}
    >
      {items.length === 0 ? (
        <Message icon={CircleCheck} title="None in this window" className="h-full">
          Whatever was merged had been looked at by somebody else before.
        </Message>
      ) : (
        <ol>
          {items.map((item) => (
            <ItemLine
              key={item.key}
              item={item}
              end={item.mergedAt === null ? "–" : formatDay(item.mergedAt, zone)}
              endTitle={item.mergedAt === null ? "" : formatInstant(item.mergedAt, zone)}
              showRepository={data.filters.repositories.length !== 1}
            />
          ))}
        </ol>
      )}
    </Panel>
  );
}
