import Link from "next/link";

import { groupingWords } from "../filters/grouping-words.ts";
import { formatNumber } from "../format/format-number.ts";
import { formatValue } from "../format/format-value.ts";
import { figureOf } from "../metric/main-value.ts";
import type { MetricAnswer } from "../metric/metric-answer.ts";
import { Panel } from "../metric/panel.tsx";
import { cn } from "../ui/cn.ts";
import type { Board } from "./board.ts";
import { toBreakdownRows, type BreakdownRow } from "./breakdown-rows.ts";
import { groupingOf } from "./grouping-of.ts";
import { definitionsOf, freshnessOf, getAnswer } from "./panel-facts.ts";
import type { TilePlan } from "./tile-plan.ts";
import { itemsHref, seriesFiles, type ItemsLink } from "./view-query.ts";

type BreakdownProps = { readonly board: Board; readonly plans: readonly TilePlan[] };

const mostRows = 60;
// Below this a median says little.
const fewLimit = 5;

/** The numbers of the tiles, grouped as the filters say; nothing while time alone groups them. */
export function BreakdownPanel({ board, plans }: BreakdownProps) {
  const by = groupingOf(board.filters);
  if (by === null) return null;
  const columns = plans.filter(({ metric }) => board.grouped.includes(metric));
  const metrics = [...new Set(columns.map(({ metric }) => metric))];
  const answers = columns.map(({ metric }) => getAnswer(board, metric, by));
  const [first] = answers;
  const { one } = groupingWords[by];
  if (first === undefined) {
    return (
      <p className="rounded-8 border border-line bg-panel px-4 py-3 text-13 text-muted">
        None of these numbers can be grouped by {one}. Choose another grouping.
      </p>
    );
  }
  const { rows, total } = toBreakdownRows(answers, { most: mostRows });
  return (
    <Panel
      title={`By ${one}`}
      definitions={definitionsOf(board, metrics)}
      freshness={freshnessOf(board, first)}
      links={{ items: null, ...seriesFiles(board, { metrics, by }) }}
    >
      {rows.length === 0 ? (
        <p className="py-6 text-center text-13 text-muted">Nothing happened in this window.</p>
      ) : (
        /* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard (axe) */
        <div className="max-h-128 overflow-auto" tabIndex={0} role="region" aria-label={`Numbers by ${one}`}>
          <table className="w-full border-collapse text-13 tabular-nums">
            <caption className="sr-only">Numbers by {one}</caption>
            <thead className="sticky top-0 z-10 bg-panel text-12 text-muted">
              <tr>
                <th scope="col" className="py-2 pr-4 text-left font-medium first-letter:uppercase">
                  {one}
                </th>
                {columns.map(({ metric, part, title }) => (
                  <th key={`${metric} ${part}`} scope="col" className="min-w-24 py-2 pl-4 text-right font-medium">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.key ?? ""} board={board} row={row} columns={columns} answers={answers} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {total > rows.length && (
        <p className="mt-2 text-12 text-muted">
          The {formatNumber(rows.length)} with the most behind them, of {formatNumber(total)}; all are in the files.
        </p>
      )}
    </Panel>
  );
}

type RowProps = {
  readonly board: Board;
  readonly row: BreakdownRow;
  readonly columns: readonly TilePlan[];
  readonly answers: readonly MetricAnswer[];
};

function Row({ board, row, columns, answers }: RowProps) {
  const by = groupingOf(board.filters);
  const name = row.key ?? (by === null ? "" : groupingWords[by].none);
  const narrower = by === null ? null : linkTo(by, row.key);
  return (
    <tr className="border-t border-line hover:bg-hover">
      <th
        scope="row"
        title={name}
        className={cn("max-w-64 min-w-36 truncate py-2 pr-4 text-left font-medium", row.key === null && "text-muted")}
      >
        {name}
      </th>
      {columns.map(({ metric, part, unit }, index) => {
        const entry = row.entries[index];
        const value = entry === undefined ? null : figureOf(entry, part);
        const shown = unit ?? answers[index]?.unit ?? "count";
        const text = value === null ? "–" : formatValue(value, shown);
        const isPale = value === null || (shown !== "count" && (entry?.n ?? 0) < fewLimit);
        return (
          <td
            key={`${metric} ${part}`}
            title={`n ${entry?.n ?? 0}`}
            className={cn("text-right", isPale && "text-pale")}
          >
            {narrower === null || value === null ? (
              <span className="block py-2 pl-4">{text}</span>
            ) : (
              <Link
                href={itemsHref(board, { metric, ...narrower })}
                prefetch={false}
                className="block py-2 pl-4 hover:underline"
              >
                {text}
              </Link>
            )}
          </td>
        );
      })}
    </tr>
  );
}

/** How the list behind a cell is narrowed; null where lists cannot be. */
function linkTo(by: NonNullable<ReturnType<typeof groupingOf>>, key: string | null): Omit<ItemsLink, "metric"> | null {
  if (by === "label") return { label: key ?? "" };
  if (key === null || by === "workflow") return null;
  if (by === "author") return { person: key };
  return by === "repository" ? { repository: key } : { labelGroup: key };
}
