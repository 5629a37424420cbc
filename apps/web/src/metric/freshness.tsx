import { TriangleAlert } from "lucide-react";

import { formatDay, formatInstant } from "../format/format-instant.ts";
import { formatNumber, formatPercent } from "../format/format-number.ts";
import { Age } from "../live/age.tsx";

export type FreshnessProps = {
  readonly n: number;
  /** What n counts, where that is not plain. */
  readonly nWord?: string;
  readonly excluded: number;
  readonly asOf: string | null;
  readonly coverage: number;
  readonly timeZone: string;
  /** Now, where the window ends now: how old the data is then matters. Null where the window is past. */
  readonly drawnAt: string | null;
};

const dayMs = 86_400_000;

/** How many items a number stands on, up to when they were read, and how much of the window that covers. */
export function Freshness({ n, nWord, excluded, asOf, coverage, timeZone, drawnAt }: FreshnessProps) {
  const isPartial = coverage < 1;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 tabular-nums">
      <span title={excluded > 0 ? `${formatNumber(excluded)} with a negative duration are left out` : undefined}>
        {nWord === undefined ? `n ${formatNumber(n)}` : `${formatNumber(n)} ${nWord}`}
        {excluded > 0 && ` (${formatNumber(excluded)} left out)`}
      </span>
      {asOf !== null && <AsOf asOf={asOf} timeZone={timeZone} drawnAt={drawnAt} />}
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

type AsOfProps = { readonly asOf: string } & Pick<FreshnessProps, "timeZone" | "drawnAt">;

/** Of a window that ends now, how old the data is, and that it is stale after a day; of any other, the day. */
function AsOf({ asOf, timeZone, drawnAt }: AsOfProps) {
  const title = formatInstant(asOf, { timeZone });
  if (drawnAt === null) {
    return (
      <time dateTime={asOf} title={title}>
        as of {formatDay(asOf, { timeZone })}
      </time>
    );
  }
  const age = <Age at={asOf} drawnAt={drawnAt} title={title} />;
  if (Date.parse(drawnAt) - Date.parse(asOf) < dayMs) return <span>read {age}</span>;
  return (
    <span className="inline-flex items-center gap-1 text-warning">
      <TriangleAlert aria-hidden size={12} />
      stale: read {age}
    </span>
  );
}
