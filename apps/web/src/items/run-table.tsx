import { formatDay, formatInstant } from "../format/format-instant.ts";
import { formatValue } from "../format/format-value.ts";
import type { ItemView } from "../metric/item-view.ts";
import { cn } from "../ui/cn.ts";
import type { ItemTableProps } from "./item-table.tsx";
import { PlainHeader } from "./plain-header.tsx";
import { runFace } from "./run-face.ts";
import { RunLine } from "./run-line.tsx";
import { SortHeader } from "./sort-header.tsx";

type RunTableProps = Omit<ItemTableProps, "at">;

/** Attempts of runs, or jobs, as a table; on a phone, as a list of two lines each. */
export function RunTable(table: RunTableProps) {
  const { items, timeZone, showRepository, unit } = table;
  return (
    <>
      <ol className="md:hidden">
        {items.map((item) => (
          <RunLine
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

function WideTable(table: RunTableProps) {
  const { caption, kind, items, measure, unit, timeZone, showRepository, reasons = null, sort, sortHref } = table;
  const header = { sort, sortHref };
  return (
    <table className="hidden w-full table-fixed border-collapse text-13 md:table">
      <caption className="sr-only">{caption}</caption>
      <thead className="sticky top-0 z-10 bg-panel">
        <tr className="border-b border-line">
          <SortHeader {...header} column="number" text="#" className="w-16" />
          <PlainHeader text={kind === "job" ? "Job" : "Workflow"} />
          {showRepository && <PlainHeader text="Repository" className="w-[20%]" />}
          <PlainHeader text="Started by" className="hidden w-28 lg:table-cell lg:w-36" />
          <PlainHeader text="Outcome" className="w-36" />
          {reasons !== null && <PlainHeader text="Left out because" className="w-[22%]" />}
          <SortHeader {...header} column="at" text="Began" className="w-28" isRight />
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
                title={`${item.title}: its log on GitHub`}
              >
                {item.title}
              </a>
            </td>
            {showRepository && <td className="truncate py-2.5 pr-3 text-muted">{item.repository}</td>}
            <td className="hidden truncate py-2.5 pr-3 text-muted lg:table-cell">{item.author ?? "–"}</td>
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

function Outcome({ item }: { readonly item: ItemView }) {
  const { icon: Icon, color, word } = runFace(item.state);
  return (
    <span className="inline-flex items-center gap-1.5">
      <Icon aria-hidden size={14} strokeWidth={1.75} className={cn("shrink-0", color)} />
      {word}
      {item.attempt !== null && item.attempt > 1 && <span className="text-12 text-pale">attempt {item.attempt}</span>}
    </span>
  );
}

function valueOf(item: ItemView, unit: NonNullable<RunTableProps["unit"]>): string {
  return item.value === null ? "–" : formatValue(item.value, unit);
}
