import { ListX } from "lucide-react";

import { PageBody } from "../frame/page-body.tsx";
import { formatNumber } from "../format/format-number.ts";
import { itemWords, toItemView } from "../metric/item-view.ts";
import type { MetricDefinition, MetricItems } from "../metric/metric-answer.ts";
import { Message } from "../ui/message.tsx";
import { atOf } from "./at-of.ts";
import { HowComputed } from "./how-computed.tsx";
import { ItemsHeader } from "./items-header.tsx";
import { hrefWith, type ItemsPlace } from "./items-place.ts";
import { describeList } from "./list-words.ts";
import type { ItemSort } from "./item-sort.ts";
import { ItemTable } from "./item-table.tsx";
import { Pager } from "./pager.tsx";

type ItemsViewProps = {
  readonly place: ItemsPlace;
  readonly sort: ItemSort;
  readonly metric: MetricDefinition;
  readonly list: MetricItems;
};

/** Every item behind one number. */
export function ItemsView({ place, sort, metric, list }: ItemsViewProps) {
  const kind = metric.items ?? "pull_request";
  const isLeftOut = place.search.get("show") === "left_out";
  const { title, measure } = describeList(metric, place.search.get("filter"));
  const items = list.items.map((item) => toItemView(item, kind));
  const reasons = new Map(list.left_out.map(({ reason, text }) => [reason, text]));
  const { one, many } = itemWords[kind];
  return (
    <>
      <ItemsHeader
        place={place}
        title={isLeftOut ? `${title}: left out` : title}
        count={`${formatNumber(list.total)} ${list.total === 1 ? one : many}`}
        of={list}
      />
      <PageBody>
        <HowComputed place={place} metric={metric} list={list} />
        <div className="rounded-8 border border-line bg-panel px-4 py-1">
          {items.length === 0 ? (
            <Message
              icon={ListX}
              title={isLeftOut ? "Nothing was left out" : `No ${one} is behind this number`}
              className="min-h-[30vh]"
            >
              {isLeftOut
                ? "Everything that came into the window is in the number."
                : "Nothing in this window counts for it."}
            </Message>
          ) : (
            <ItemTable
              caption={title}
              kind={kind}
              items={items}
              measure={measure}
              unit={list.unit}
              timeZone={list.time_zone}
              showRepository={list.repositories.length !== 1}
              at={atOf(items)}
              reasons={isLeftOut ? reasons : null}
              sort={sort}
              sortHref={(next) => hrefWith(place, { sort: next, after: null })}
            />
          )}
        </div>
        <Pager place={place} shown={items.length} total={list.total} next={list.next} />
      </PageBody>
    </>
  );
}
