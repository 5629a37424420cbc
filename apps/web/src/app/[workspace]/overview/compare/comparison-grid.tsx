import Link from "next/link";

import { itemsHref } from "../../../../dashboard/view-query.ts";
import { toHref } from "../../../../filters/view-filters.ts";
import { formatValue } from "../../../../format/format-value.ts";
import { figureOf } from "../../../../metric/main-value.ts";
import { Sparkline } from "../../../../metric/sparkline.tsx";
import { cn } from "../../../../ui/cn.ts";
import type { OverviewData } from "../load-overview.ts";
import { columnsOf, seriesOf, type Column } from "./columns.ts";
import { ComparisonHead } from "./comparison-head.tsx";
import type { ComparisonView } from "./comparison-view.ts";
import type { ComparedRepository } from "./load-comparison.ts";

type ComparisonGridProps = {
  readonly data: OverviewData;
  readonly hrefOf: (change: Partial<ComparisonView>) => string;
};

/** Small multiples: a row for each repository, a column for each measure, and one scale down each column. */
export function ComparisonGrid({ data, hrefOf }: ComparisonGridProps) {
  const columns = columnsOf(data);
  const grid =
    columns.length === 4
      ? "md:grid-cols-[minmax(0,1.1fr)_repeat(4,minmax(0,1fr))]"
      : "md:grid-cols-[minmax(0,1.1fr)_repeat(5,minmax(0,1fr))]";
  return (
    <div>
      <ComparisonHead
        className={cn("flex flex-wrap md:grid", grid)}
        columns={columns}
        view={data.comparison.view}
        hrefOf={hrefOf}
      />
      <ul>
        {data.comparison.repositories.map((repository) => (
          <RepositoryRow key={repository.repository} data={data} row={repository} columns={columns} className={grid} />
        ))}
      </ul>
    </div>
  );
}

type RowProps = {
  readonly data: OverviewData;
  readonly row: ComparedRepository;
  readonly columns: readonly Column[];
  readonly className: string;
};

function RepositoryRow({ data, row, columns, className }: RowProps) {
  const { repository } = row;
  const href = toHref(`/${data.slug}/overview`, { ...data.filters, repositories: [repository] });
  return (
    <li
      className={cn(
        "grid grid-cols-2 gap-x-4 gap-y-1 border-t border-line py-2 first:border-t-0 md:first:border-t",
        className,
      )}
    >
      <h3 className="col-span-2 min-w-0 md:col-span-1 md:self-center">
        <Link
          href={href}
          prefetch={false}
          className="-ml-2 flex min-h-10 items-center rounded-6 px-2 text-13 font-medium hover:bg-hover"
        >
          <span className="truncate" title={repository}>
            {repository}
          </span>
        </Link>
      </h3>
      {columns.map((column) => (
        <Cell key={column.metric} data={data} row={row} column={column} />
      ))}
    </li>
  );
}

// Below this a median says little.
const fewLimit = 5;

function Cell({ data, row, column }: Omit<RowProps, "className" | "columns"> & { readonly column: Column }) {
  const { index, metric, part, scale, shape, title, unit } = column;
  const figures = row.figures[index];
  const value = figures === undefined ? null : figureOf(figures, part);
  const points = seriesOf(data, row, column);
  const isFew = unit === "seconds" && (figures?.n ?? 0) < fewLimit;
  const text = value === null ? "–" : formatValue(value, unit);
  return (
    <Link
      href={itemsHref(data, { metric, repository: row.repository })}
      prefetch={false}
      title={`${title}: ${text}, n ${figures?.n ?? 0}`}
      className="group -mx-2 grid min-h-10 grid-cols-[1fr_auto] items-center gap-x-2 rounded-6 px-2 py-1 hover:bg-hover md:grid-cols-[4.75rem_minmax(0,1fr)]"
    >
      <span className="text-12 text-muted md:hidden">{title}</span>
      <span
        className={cn(
          "text-right text-13 font-medium whitespace-nowrap tabular-nums md:text-left",
          (value === null || isFew) && "text-pale",
        )}
      >
        <span className="sr-only max-md:hidden">{title}: </span>
        {text}
      </span>
      <Sparkline
        values={points.map((point) => (point === null ? null : scale.placeOf(point)))}
        shape={shape}
        top={1}
        className="col-span-2 h-8 md:col-span-1"
      />
    </Link>
  );
}
