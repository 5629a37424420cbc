import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

import type { Board } from "../dashboard/board.ts";
import { definitionsOf, freshnessOf, getAnswer, hasManyRepositories } from "../dashboard/panel-facts.ts";
import { itemsFiles, itemsHref } from "../dashboard/view-query.ts";
import { formatNumber } from "../format/format-number.ts";
import { toItemView, type ItemView } from "../metric/item-view.ts";
import type { ItemKind, MetricItems } from "../metric/metric-answer.ts";
import { Panel } from "../metric/panel.tsx";
import { Message } from "../ui/message.tsx";
import { ItemLine } from "./item-line.tsx";

type ItemListPanelProps = {
  readonly board: Board;
  readonly title: string;
  readonly kind: ItemKind;
  /** The number whose items these are, and the others that explain it. */
  readonly metric: string;
  readonly filter?: string;
  readonly also?: readonly string[];
  /** The first few of them. */
  readonly list: Pick<MetricItems, "items" | "total">;
  /** How many items the list is out of; absent where the list has a count of its own. */
  readonly n?: number;
  readonly aside?: ReactNode;
  /** The number or date at the right end of a line. */
  readonly endOf: (item: ItemView) => { readonly text: string; readonly title: string };
  /** What an empty list means. */
  readonly empty: { readonly icon: LucideIcon; readonly title: string; readonly text: string };
  readonly className?: string;
};

/** The first few items of a list that answers a question, and the way to all of them. */
export function ItemListPanel(panel: ItemListPanelProps) {
  const { board, title, kind, metric, filter, also = [], list, n, aside, endOf, empty, className } = panel;
  const items = list.items.map((item) => toItemView(item, kind));
  const link = { metric, ...(filter === undefined ? {} : { filter }) };
  return (
    <Panel
      className={className ?? ""}
      title={title}
      definitions={definitionsOf(board, [metric, ...also])}
      freshness={{ ...freshnessOf(board, getAnswer(board, metric)), n: n ?? list.total }}
      links={{
        items:
          list.total > items.length ? { href: itemsHref(board, link), text: `All ${formatNumber(list.total)}` } : null,
        ...itemsFiles(board, link),
      }}
      aside={aside}
    >
      {items.length === 0 ? (
        <Message icon={empty.icon} title={empty.title} className="h-full">
          {empty.text}
        </Message>
      ) : (
        <ol>
          {items.map((item) => {
            const end = endOf(item);
            return (
              <ItemLine
                key={item.key}
                item={item}
                end={end.text}
                endTitle={end.title}
                showRepository={hasManyRepositories(board)}
              />
            );
          })}
        </ol>
      )}
    </Panel>
  );
}
