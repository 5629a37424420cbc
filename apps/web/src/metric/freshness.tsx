import { TriangleAlert } from "lucide-react";

import { formatDay, formatInstant } from "../format/format-instant.ts";
import { formatNumber, formatPercent } from "../format/format-number.ts";

export type FreshnessProps = {
  readonly n: number;
  /** What n counts, where that is not plain. */
  readonly nWord?: string;
  readonly excluded: number;
  readonly asOf: string | null;
  readonly coverage: number;
  readonly timeZone: string;
};

/** How many items a number stands on, up to when they were read, and how much of the window that covers. */
export function Freshness({ n, nWord, excluded, asOf, coverage, timeZone }: FreshnessProps) {
  const isPartial = coverage < 1;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 tabular-nums">
      <span title={excluded > 0 ? `${formatNumber(excluded)} with a negative duration are left out` : undefined}>
        {nWord === undefined ? `n ${formatNumber(n)}` : `${formatNumber(n)} ${nWord}`}
        {excluded > 0 && ` (${formatNumber(excluded)} left out)`}
      </span>
      {asOf !== null && (
        <time dateTime={asOf} title={formatInstant(asOf, { timeZone })}>
          as of {formatDay(asOf, { timeZone })}
        </time>
      )}
      {isPartial ? (
        <span className="inline-flex items-center gap-1 text-warning">
          <TriangleAlert aria-hidden size={12} />
          {formatPercent(coverage)} of the window is read
        </span>
      ) : (
        <span title="Every day of the window was read from every repository">complete</span>
      )}
    </span>
  );
}
