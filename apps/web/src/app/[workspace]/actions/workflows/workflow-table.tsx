import { formatDuration } from "../../../../format/format-duration.ts";
import { formatNumber, formatPercent } from "../../../../format/format-number.ts";
import { cn } from "../../../../ui/cn.ts";
import { ColumnHeader } from "../../../../ui/column-header.tsx";
import { MainMark } from "./main-mark.tsx";
import type { WorkflowRow } from "./to-workflows.ts";
import type { WorkflowSort } from "./workflow-sort.ts";

type WorkflowTableProps = {
  readonly rows: readonly WorkflowRow[];
  readonly sort: WorkflowSort;
  readonly sortHref: (sort: WorkflowSort) => string;
};

// A tablet has no room for all.
const ifWide = "hidden lg:table-cell";

const columns: readonly {
  readonly column: WorkflowSort["column"];
  readonly text: string;
  readonly className?: string;
}[] = [
  { column: "runs", text: "Runs" },
  { column: "success", text: "Success" },
  { column: "p50", text: "Duration p50" },
  { column: "p95", text: "p95", className: ifWide },
  { column: "flaky", text: "Flaky" },
  { column: "reruns", text: "Reruns", className: ifWide },
];

// Below this a share or a median says little: it is shown, but pale.
const fewLimit = 5;

export function WorkflowTable(table: WorkflowTableProps) {
  return (
    <>
      <ul className="md:hidden">
        {table.rows.map((row) => (
          <WorkflowLine key={row.name} row={row} />
        ))}
      </ul>
      <WideTable {...table} />
    </>
  );
}

function WorkflowLine({ row }: { readonly row: WorkflowRow }) {
  return (
    <li className="border-t border-line py-2 text-13 first:border-t-0">
      <span className="flex items-center justify-between gap-3">
        <span className="min-w-0 truncate font-medium">{row.name}</span>
        <MainMark runs={row.main} />
      </span>
      <span className="block text-12 text-muted tabular-nums">
        {formatNumber(row.runs)} runs · {share(row.success)} succeeded · p50 {duration(row.p50)} · {share(row.flaky)}{" "}
        flaky
      </span>
    </li>
  );
}

function WideTable({ rows, sort, sortHref }: WorkflowTableProps) {
  const sortBy = (column: WorkflowSort["column"]) => ({
    sorted: sort.column === column ? sort.order : null,
    hrefOf: (order: WorkflowSort["order"]) => sortHref({ column, order }),
  });
  return (
    <table className="hidden w-full table-fixed border-collapse text-13 tabular-nums md:table">
      <caption className="sr-only">Workflows</caption>
      <thead>
        <tr className="border-b border-line">
          <ColumnHeader text="Workflow" {...sortBy("name")} isText className="w-[26%]" />
          <th scope="col" className="w-[16%] py-2 pl-3 text-left text-12 font-medium text-muted">
            Main, last run
          </th>
          {columns.map(({ column, text, className = "" }) => (
            <ColumnHeader key={column} text={text} {...sortBy(column)} className={className} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name} className="border-b border-line last:border-b-0 hover:bg-hover">
            <th scope="row" className="truncate py-2.5 pr-3 text-left font-medium" title={row.name}>
              {row.name}
            </th>
            <td className="py-1 pl-3">
              <MainMark runs={row.main} />
            </td>
            <Figure>{formatNumber(row.runs)}</Figure>
            <Figure isPale={row.judged < fewLimit} title={`n ${row.judged}`}>
              {share(row.success)}
            </Figure>
            <Figure isPale={row.runs < fewLimit}>{duration(row.p50)}</Figure>
            <Figure isPale={row.runs < fewLimit} className={ifWide}>
              {duration(row.p95)}
            </Figure>
            <Figure isPale={row.pairs < fewLimit} title={`${row.flakyPairs} of ${row.pairs} commits`}>
              {share(row.flaky)}
            </Figure>
            <Figure isPale={row.runs < fewLimit} className={ifWide}>
              {share(row.reruns)}
            </Figure>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function share(value: number | null): string {
  return value === null ? "–" : formatPercent(value);
}

function duration(value: number | null): string {
  return value === null ? "–" : formatDuration(value);
}

type FigureProps = {
  readonly children: string;
  readonly title?: string;
  readonly isPale?: boolean;
  readonly className?: string;
};

function Figure({ children, title, isPale = false, className }: FigureProps) {
  return (
    <td className={cn("py-2.5 pl-3 text-right whitespace-nowrap", isPale && "text-pale", className)} title={title}>
      {children}
    </td>
  );
}
