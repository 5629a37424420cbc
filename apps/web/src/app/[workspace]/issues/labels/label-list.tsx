import Link from "next/link";

import { itemsHref } from "../../../../dashboard/view-query.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import type { IssuesData } from "../load-issues.ts";
import type { LabelRow } from "./label-rows.ts";
import { chosenBy, nameOf, waitText } from "./label-words.ts";

type LabelListProps = { readonly data: IssuesData; readonly rows: readonly LabelRow[] };

/** The same as a list of two lines each, for a phone. */
export function LabelList({ data, rows }: LabelListProps) {
  const { split } = data.labelView;
  return (
    <ul className="md:hidden">
      {rows.map((row) => {
        const chosen = chosenBy(row, split);
        return (
          <li key={row.name ?? ""} className="border-t border-line first:border-t-0">
            <Link
              href={itemsHref(data, { metric: "issue.by_label", ...chosen })}
              prefetch={false}
              className="-mx-2 flex min-h-14 items-center gap-3 rounded-6 px-2 py-1.5 hover:bg-hover"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate text-13 font-medium">{nameOf(row, split)}</span>
                <span className="block truncate text-12 text-muted tabular-nums">
                  opened {formatNumber(row.opened)} · closed {formatNumber(row.closed)} · first response{" "}
                  {waitText(row.response.p50)}
                </span>
              </span>
              <span className="shrink-0 text-right text-13 tabular-nums">{formatNumber(row.open)} open</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
