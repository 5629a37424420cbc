import { formatDay, formatInstant } from "../format/format-instant.ts";
import { formatValue } from "../format/format-value.ts";
import type { ItemView } from "../metric/item-view.ts";
import type { ItemKind } from "../metric/metric-answer.ts";
import { cn } from "../ui/cn.ts";
import type { ItemTableProps } from "./item-table.tsx";
import { PlainHeader } from "./plain-header.tsx";
import { eventFace } from "./event-face.ts";
import { EventLine } from "./event-line.tsx";
import { SortHeader } from "./sort-header.tsx";

type EventKind = Exclude<ItemKind, "issue" | "pull_request">;

type EventTableProps = Omit<ItemTableProps, "at" | "kind"> & { readonly kind: EventKind };

/** What the columns of a kind are called; without a word for who, nobody did it. */
const words: Readonly<
  Record<EventKind, { readonly title: string; readonly who: string | null; readonly state: string }>
> = {
  run: { title: "Workflow", who: "Started by", state: "Outcome" },
  job: { title: "Job", who: "Started by", state: "Outcome" },
  review: { title: "Pull request", who: "Reviewer", state: "Verdict" },
  deployment: { title: "Deployed to", who: "Deployed by", state: "Outcome" },
  incident: { title: "Incident", who: null, state: "State" },
};

/** What happened at an instant and ended somehow, as a table; on a phone, as a list of two lines each. */
export function EventTable(table: EventTableProps) {
  const { items, timeZone, showRepository, unit } = table;
  return (
    <>
      <ol className="md:hidden">
        {items.map((item) => (
          <EventLine
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

function WideTable(table: EventTableProps) {
  const { caption, kind, items, measure, unit, timeZone, showRepository, reasons = null, sort, sortHref } = table;
  const header = { sort, sortHref };
  const { who } = words[kind];
  return (
    <table className="hidden w-full table-fixed border-collapse text-13 md:table">
      <caption className="sr-only">{caption}</caption>
      <thead className="sticky top-0 z-10 bg-panel">
        <tr className="border-b border-line">
          <SortHeader {...header} column="number" text="#" className="w-16" />
          <PlainHeader text={words[kind].title} />
          {showRepository && <PlainHeader text="Repository" className="w-[20%]" />}
          {who !== null && <PlainHeader text={who} className="hidden w-28 lg:table-cell lg:w-36" />}
          <PlainHeader text={words[kind].state} className="w-44" />
          {reasons !== null && <PlainHeader text="Left out because" className="w-[22%]" />}
          <SortHeader {...header} column="at" text={nameOfInstant(kind, items)} className="w-28" isRight />
          {unit !== null && <SortHeader {...header} column="value" text={measure} className="w-32" isRight />}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.key} className="border-b border-line last:border-b-0 hover:bg-hover">
            <td className="py-2.5 pr-3 text-muted tabular-nums">{item.number === 0 ? "" : item.number}</td>
            <td className="truncate py-2.5 pr-3">
              <a
                href={item.url}
                target="_blank"
                rel="noreferrer"
                className="font-medium hover:underline"
                title={`${item.title} on GitHub`}
              >
                {item.title}
              </a>
            </td>
            {showRepository && <td className="truncate py-2.5 pr-3 text-muted">{item.repository}</td>}
            {who !== null && (
              <td className="hidden truncate py-2.5 pr-3 text-muted lg:table-cell">{item.author ?? "–"}</td>
            )}
            <td className="truncate py-2.5 pr-3">
              <Outcome item={item} />
            </td>
            {reasons !== null && <td className="py-2.5 pr-3 text-muted">{reasons.get(item.reason ?? "") ?? "–"}</td>}
            <td className="py-2.5 pr-3 text-right whitespace-nowrap text-muted tabular-nums">
              <time dateTime={item.at} title={formatInstant(item.at, { timeZone })}>
                {formatDay(item.at, { timeZone })}
              </time>
            </td>
            {unit !== null && <td className="py-2.5 text-right font-medium tabular-nums">{valueOf(item, unit)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Which of its instants put an item into the window. */
function nameOfInstant(kind: EventKind, items: readonly ItemView[]): string {
  if (kind === "review") return "Submitted";
  if (kind === "deployment") return "Finished";
  return kind === "incident" && items.some((item) => item.at !== item.beganAt) ? "Resolved" : "Began";
}

function Outcome({ item }: { readonly item: ItemView }) {
  const { icon: Icon, color, word } = eventFace(item.state);
  return (
    <span className="inline-flex items-center gap-1.5">
      <Icon aria-hidden size={14} strokeWidth={1.75} className={cn("shrink-0", color)} />
      {word}
      {item.attempt !== null && item.attempt > 1 && <span className="text-12 text-pale">attempt {item.attempt}</span>}
    </span>
  );
}

function valueOf(item: ItemView, unit: NonNullable<EventTableProps["unit"]>): string {
  return item.value === null ? "–" : formatValue(item.value, unit);
}
