import { CircleCheck } from "lucide-react";

import { definitionsOf, freshnessOf, getAnswer, hasManyRepositories } from "../../../../dashboard/panel-facts.ts";
import { itemsFiles, itemsHref } from "../../../../dashboard/view-query.ts";
import { whenItEnds } from "../../../../dashboard/when-it-ends.ts";
import { formatDay, formatInstant } from "../../../../format/format-instant.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { EventLine } from "../../../../items/event-line.tsx";
import { Age } from "../../../../live/age.tsx";
import { LiveList } from "../../../../live/live-list.tsx";
import { toItemView } from "../../../../metric/item-view.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import type { ActionsData } from "../load-actions.ts";

const link = { metric: "ci.runs", filter: "unfinished" };

/** What has begun and not ended. The page reads itself again with every event, so the list moves while somebody looks. */
export function RunningPanel({ data, className }: { readonly data: ActionsData; readonly className?: string }) {
  const { running, timeZone, window } = data;
  const items = running.items.map((item) => toItemView(item, "run"));
  return (
    <Panel
      className={className ?? ""}
      title={`Running ${whenItEnds(data)}`}
      definitions={definitionsOf(data, ["ci.runs"])}
      freshness={{ ...freshnessOf(data, getAnswer(data, "ci.runs")), n: running.total }}
      links={{
        items:
          running.total > items.length
            ? { href: itemsHref(data, link), text: `All ${formatNumber(running.total)}` }
            : null,
        ...itemsFiles(data, link),
      }}
      aside={running.total === 0 ? undefined : `${formatNumber(running.total)} not finished`}
    >
      {items.length === 0 ? (
        <Message icon={CircleCheck} title="Nothing is running" className="h-full">
          {window.endsNow
            ? "Every run that began in this window has ended. The next one appears here by itself."
            : "Every run that began in this window has ended."}
        </Message>
      ) : (
        <ol>
          <LiveList
            lines={items.map((item) => ({
              key: item.key,
              line: (
                <EventLine
                  item={item}
                  showRepository={hasManyRepositories(data)}
                  end={
                    window.endsNow ? (
                      <Age at={item.at} drawnAt={window.to} title={`began ${formatInstant(item.at, { timeZone })}`} />
                    ) : (
                      formatDay(item.at, { timeZone })
                    )
                  }
                />
              ),
            }))}
          />
        </ol>
      )}
    </Panel>
  );
}
