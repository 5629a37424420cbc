import { formatDay, formatInstant } from "../format/format-instant.ts";
import { formatValue } from "../format/format-value.ts";
import type { ItemView } from "../metric/item-view.ts";
import type { ItemKind, Unit } from "../metric/metric-answer.ts";
import { cn } from "../ui/cn.ts";
import { ItemLine } from "./item-line.tsx";
import type { ItemSort } from "./item-sort.ts";
import { PlainHeader } from "./plain-header.tsx";
import { EventTable } from "./event-table.tsx";
import { SortHeader } from "./sort-header.tsx";

export type ItemTableProps = {
  readonly caption: string;
  readonly kind: ItemKind;
  readonly items: readonly ItemView[];
  /** Name and unit of the value column; a plain count has none. */
  readonly measure: string;
  readonly unit: Unit | null;
  readonly timeZone: string;
  readonly showRepository: boolean;
  /** Which of an item's instants put it into the window: the list can be sorted by that one. */
  readonly at: "closed" | "merged" | "opened";
  /** Why each item is not in the number, by the word for it; null for items that are. */
  readonly reasons?: ReadonlyMap<string, string> | null;
  readonly sort: ItemSort;
  readonly sortHref: (sort: ItemSort) => string;
};

/** Items as a table; on a phone, as a list of two lines each. */
export function ItemTable(table: ItemTableProps) {
  const { items, kind, timeZone, showRepository, unit } = table;
  if (kind !== "issue" && kind !== "pull_request") return <EventTable {...table} kind={kind} />;
  return (
    <>
      <ol className="md:hidden">
        {items.map((item) => (
          <ItemLine
            key={item.key}
            item={item}
            end={unit === null ? formatDay(item.at, { timeZone }) : valueOf(item, unit)}
            showRepository={showRepository}
          />
        ))}
      </ol>
      <WideTable {...table} />
    </>
  );
}

function WideTable(table: ItemTableProps) {
  const { caption, kind, items, measure, unit, timeZone, showRepository, at, reasons = null, sort, sortHref } = table;
  const header = { sort, sortHref };
  const end = at === "closed" || kind === "issue" ? "closed" : "merged";
  return (
    <table className="hidden w-full table-fixed border-collapse text-13 md:table">
      <caption className="sr-only">{caption}</caption>
      <thead className="sticky top-0 z-10 bg-panel">
        <tr className="border-b border-line">
          <SortHeader {...header} column="number" text="#" className="w-16" />
          <PlainHeader text="Title" />
          {showRepository && <PlainHeader text="Repository" className="w-[18%]" />}
          <PlainHeader text="Author" className="w-28 lg:w-36" />
          {reasons !== null && <PlainHeader text="Left out because" className="w-[22%]" />}
          <DayHeader {...header} name="opened" at={at} />
          <DayHeader {...header} name={end} at={at} />
          {unit !== null && <SortHeader {...header} column="value" text={measure} className="w-32" isRight />}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.key} className="border-b border-line last:border-b-0 hover:bg-hover">
            <td className="py-2.5 pr-3 text-muted tabular-nums">{item.number}</td>
            <td className="truncate py-2.5 pr-3">
              <a
                href={item.url}
                target="_blank"
                rel="noreferrer"
                className="font-medium hover:underline"
                title={item.title}
              >
                {item.title}
              </a>
            </td>
            {showRepository && <td className="truncate py-2.5 pr-3 text-muted">{item.repository}</td>}
            <td className="truncate py-2.5 pr-3 text-muted">{item.author ?? "deleted account"}</td>
            {reasons !== null && <td className="py-2.5 pr-3 text-muted">{reasons.get(item.reason ?? "") ?? "–"}</td>}
            <DayCell
              instant={item.createdAt}
              timeZone={timeZone}
              className={at === "opened" ? "" : "hidden lg:table-cell"}
            />
            <DayCell
              instant={end === "merged" ? item.mergedAt : item.closedAt}
              timeZone={timeZone}
              className={at === "opened" ? "hidden lg:table-cell" : ""}
            />
            {unit !== null && <td className="py-2.5 text-right font-medium tabular-nums">{valueOf(item, unit)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type DayHeaderProps = Pick<ItemTableProps, "at" | "sort" | "sortHref"> & { readonly name: ItemTableProps["at"] };

function DayHeader({ name, at, ...header }: DayHeaderProps) {
  const text = name.charAt(0).toUpperCase() + name.slice(1);
  // A tablet has room for the instant that matters only.
  if (name !== at) return <PlainHeader text={text} className="hidden w-28 lg:table-cell" isRight />;
  return <SortHeader {...header} column="at" text={text} className="w-28" isRight />;
}

type DayCellProps = { readonly instant: string | null; readonly timeZone: string; readonly className?: string };

function DayCell({ instant, timeZone, className }: DayCellProps) {
  return (
    <td className={cn("py-2.5 pr-3 text-right whitespace-nowrap text-muted tabular-nums", className)}>
      {instant === null ? (
        "–"
      ) : (
        <time dateTime={instant} title={formatInstant(instant, { timeZone })}>
          {formatDay(instant, { timeZone })}
        </time>
      )}
    </td>
  );
}

function valueOf(item: ItemView, unit: Unit): string {
  return item.value === null ? "–" : formatValue(item.value, unit);
}
