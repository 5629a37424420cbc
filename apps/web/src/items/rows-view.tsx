import { ListX } from "lucide-react";

import { PageBody } from "../frame/page-body.tsx";
import { formatNumber } from "../format/format-number.ts";
import type { MetricAnswer, MetricDefinition } from "../metric/metric-answer.ts";
import { Message } from "../ui/message.tsx";
import { describeColumn, type Column } from "./describe-column.ts";
import { ItemsHeader } from "./items-header.tsx";
import type { ItemsPlace } from "./items-place.ts";
import { rowsOf, type Row } from "./read-rows.ts";

type RowsViewProps = {
  readonly place: ItemsPlace;
  readonly metric: MetricDefinition;
  readonly answer: MetricAnswer;
};

/** What stands behind a number that counts people, releases or whatever else has no list of items. */
export function RowsView({ place, metric, answer }: RowsViewProps) {
  const rows = rowsOf(answer);
  const columns = Object.keys(rows[0] ?? {}).map((key) => describeColumn(key, { metric, timeZone: answer.time_zone }));
  const isCut = answer.rows_truncated === true;
  return (
    <>
      <ItemsHeader
        place={place}
        title={metric.title}
        count={`${formatNumber(rows.length)} ${rows.length === 1 ? "row" : "rows"}`}
        of={answer}
      />
      <PageBody>
        <section
          aria-label="How this number is computed"
          className="rounded-8 border border-line bg-panel px-4 py-3 text-13"
        >
          <p className="max-w-[75ch]">{metric.definition}</p>
          <p className="mt-1 font-mono text-12 text-pale">{metric.id}</p>
          {!place.search.has("include_bots") && (
            <p className="mt-1 text-muted">Left out: what bots did. To count it, include bots on the dashboard.</p>
          )}
        </section>
        <div className="rounded-8 border border-line bg-panel px-4 py-1">
          {rows.length === 0 ? (
            <Message icon={ListX} title="Nothing is behind this number" className="min-h-[30vh]">
              {answer.coverage === 0
                ? "What it is computed from has not been read for any of these repositories."
                : "Nothing in this window counts for it."}
            </Message>
          ) : (
            <RowsTable caption={metric.title} rows={rows} columns={columns} />
          )}
        </div>
        <p className="text-13 text-muted">
          {isCut
            ? `The first ${formatNumber(rows.length)} are shown. Choose fewer repositories or a shorter window to see the rest`
            : `All ${formatNumber(rows.length)} are shown`}
        </p>
      </PageBody>
    </>
  );
}

type RowsTableProps = {
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
};

function RowsTable({ caption, rows, columns }: RowsTableProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard (axe)
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full border-collapse text-13">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-12 text-muted">
            {columns.map((column) => (
              <th key={column.key} scope="col" className={`${cell(column)} font-medium`}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={JSON.stringify(row)} className="border-b border-line last:border-b-0 hover:bg-hover">
              {columns.map((column) => (
                <td key={column.key} className={cell(column)}>
                  {column.write(row[column.key] ?? null)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cell({ isNumber }: Column): string {
  return isNumber ? "py-2.5 pl-3 text-right whitespace-nowrap tabular-nums" : "py-2.5 pr-3 text-left whitespace-nowrap";
}
