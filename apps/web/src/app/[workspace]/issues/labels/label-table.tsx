import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

import { itemsHref } from "../../../../dashboard/view-query.ts";
import { toHref } from "../../../../filters/view-filters.ts";
import { formatNumber, formatPercent } from "../../../../format/format-number.ts";
import { cn } from "../../../../ui/cn.ts";
import type { IssuesData } from "../load-issues.ts";
import type { LabelRow, Wait } from "./label-rows.ts";
import type { LabelSort, LabelView } from "./label-view.ts";
import { chosenBy, nameOf, waitText, waitTitle } from "./label-words.ts";

type LabelTableProps = {
  readonly data: IssuesData;
  readonly rows: readonly LabelRow[];
  readonly view: LabelView;
  readonly hrefOf: (change: Partial<LabelView>) => string;
};

const columns: readonly { readonly sort: LabelSort; readonly text: string }[] = [
  { sort: "opened", text: "Opened" },
  { sort: "closed", text: "Closed" },
  { sort: "open", text: "Open" },
  { sort: "response", text: "First response p50" },
  { sort: "close", text: "Time to close p50" },
  { sort: "sla", text: "In time" },
];

// Below this a median says little.
const fewLimit = 5;

/** The table where there is room for one; each figure leads to its issues. */
export function LabelTable({ data, rows, view, hrefOf }: LabelTableProps) {
  const header = { view, hrefOf };
  return (
    <table className="hidden w-full table-fixed border-collapse text-13 tabular-nums md:table">
      <caption className="sr-only">Issues by {view.split === "label" ? "label" : "label group"}</caption>
      <thead>
        <tr className="border-b border-line">
          <SortHeader {...header} sort="label" text={view.split === "label" ? "Label" : "Group"} isLeft />
          {columns.map(({ sort, text }) => (
            <SortHeader key={sort} {...header} sort={sort} text={text} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <LabelLine key={row.name ?? ""} data={data} row={row} split={view.split} />
        ))}
      </tbody>
    </table>
  );
}

type LineProps = { readonly data: IssuesData; readonly row: LabelRow; readonly split: LabelView["split"] };

function LabelLine({ data, row, split }: LineProps) {
  const chosen = chosenBy(row, split);
  const hrefTo = (metric: string) => (chosen === null ? null : itemsHref(data, { metric, ...chosen }));
  const { ratio, n } = row.sla;
  return (
    <tr className="border-b border-line last:border-b-0 hover:bg-hover">
      <th scope="row" className={cn("truncate py-2.5 pr-3 text-left font-medium", row.name === null && "text-muted")}>
        {chosen === null ? (
          nameOf(row, split)
        ) : (
          <Link
            href={narrowedHref(data, chosen)}
            prefetch={false}
            title="Narrow the page to these"
            className="hover:underline"
          >
            {nameOf(row, split)}
          </Link>
        )}
      </th>
      <Figure href={hrefTo("issue.opened")}>{formatNumber(row.opened)}</Figure>
      <Figure href={hrefTo("issue.closed")}>{formatNumber(row.closed)}</Figure>
      <Figure href={hrefTo("issue.backlog")}>{formatNumber(row.open)}</Figure>
      <WaitFigure href={hrefTo("issue.time_to_first_response")} wait={row.response} />
      <WaitFigure href={hrefTo("issue.time_to_close")} wait={row.close} />
      <Figure href={hrefTo("issue.response_within_sla")} title={`n ${n}`} isPale={n < fewLimit}>
        {ratio === null ? "–" : formatPercent(ratio)}
      </Figure>
    </tr>
  );
}

function narrowedHref({ slug, filters }: IssuesData, chosen: NonNullable<ReturnType<typeof chosenBy>>): string {
  const labels = "label" in chosen ? { labels: [chosen.label] } : { labelGroups: [chosen.labelGroup] };
  return toHref(`/${slug}/issues`, { ...filters, ...labels });
}

function WaitFigure({ href, wait }: { readonly href: string | null; readonly wait: Wait }) {
  return (
    <Figure href={href} title={waitTitle(wait)} isPale={wait.n < fewLimit}>
      {waitText(wait.p50)}
    </Figure>
  );
}

type FigureProps = {
  readonly href: string | null;
  readonly title?: string;
  readonly isPale?: boolean;
  readonly children: ReactNode;
};

function Figure({ href, title, isPale = false, children }: FigureProps) {
  const face = cn("block py-2.5 pl-3", isPale && "text-pale");
  return (
    <td className="p-0 text-right" title={title}>
      {href === null ? (
        <span className={face}>{children}</span>
      ) : (
        <Link href={href} prefetch={false} className={cn(face, "hover:underline")}>
          {children}
        </Link>
      )}
    </td>
  );
}

type HeaderProps = Pick<LabelTableProps, "hrefOf" | "view"> & {
  readonly sort: LabelSort;
  readonly text: string;
  readonly isLeft?: boolean;
};

function SortHeader({ view, hrefOf, sort, text, isLeft = false }: HeaderProps) {
  const isSorted = view.sort === sort;
  const isDown = view.order === "desc";
  const next = isSorted ? (isDown ? "asc" : "desc") : isLeft ? "asc" : "desc";
  const Arrow = isDown ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (isDown ? "descending" : "ascending") : "none"}
      className={cn("p-0 text-12 font-medium text-muted", isLeft && "w-[26%]")}
    >
      <Link
        href={hrefOf({ sort, order: next })}
        scroll={false}
        prefetch={false}
        className={cn(
          "flex min-h-10 items-center gap-1 hover:text-text",
          !isLeft && "justify-end pl-3 text-right",
          isSorted && "text-text",
        )}
      >
        {text}
        <Arrow aria-hidden size={12} className={cn("shrink-0", !isSorted && "hidden")} />
      </Link>
    </th>
  );
}
