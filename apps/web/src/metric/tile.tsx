import Link from "next/link";

import { formatNumber, formatSigned } from "../format/format-number.ts";
import { formatValue } from "../format/format-value.ts";
import { LiveValue } from "../live/live-value.tsx";
import { cn } from "../ui/cn.ts";
import { BandMark, type Band } from "./band-mark.tsx";
import { ChangeMark } from "./change-mark.tsx";
import { Definition, type DefinitionEntry } from "./definition.tsx";
import type { Unit } from "./metric-answer.ts";
import type { Change } from "./read-change.ts";
import { shapeOf, Sparkline } from "./sparkline.tsx";

export type TileProps = {
  readonly title: string;
  readonly entries: readonly DefinitionEntry[];
  readonly value: number | null;
  readonly unit: Unit;
  readonly isSigned?: boolean;
  readonly n: number;
  /** What n counts: "merged", "reviewed". */
  readonly nWord: string;
  readonly change: Change | null;
  readonly before: string;
  readonly series: readonly (number | null)[];
  readonly href: string;
  /** Where dora.dev would put it; null for what has no band. */
  readonly band?: Band | null;
  /** Why there is no value. */
  readonly reason: string;
};

// Below this a median says little: it is shown, but pale.
const fewLimit = 5;

export function Tile(tile: TileProps) {
  const {
    title,
    entries,
    value,
    unit,
    isSigned = false,
    n,
    nWord,
    change,
    before,
    series,
    href,
    reason,
    band = null,
  } = tile;
  const isFew = value !== null && unit !== "count" && n < fewLimit;
  const text = value === null ? "–" : isSigned ? formatSigned(value) : formatValue(value, unit);
  return (
    <li className="group relative flex min-w-0 flex-col rounded-8 border border-line bg-panel p-3 pb-2.5 hover:border-line-strong">
      <div className="flex items-start justify-between">
        <h3 className="text-12 tracking-tight text-muted">{title}</h3>
        <span className="relative z-10 -mr-2">
          <Definition of={title} entries={entries} />
        </span>
      </div>
      <p
        className="mt-0.5 text-20 font-semibold tracking-tight tabular-nums"
        title={value === null ? reason : undefined}
      >
        {/* The whole tile is the link's area; the definition lies above it. */}
        <Link href={href} prefetch={false} className="after:absolute after:inset-0 after:rounded-8">
          <LiveValue text={text} className={cn((value === null || isFew) && "text-pale")} />
          <span className="sr-only">, {title}: show the items</span>
        </Link>
      </p>
      <div className="mt-0.5 flex min-h-4 flex-wrap items-center gap-x-2 text-12 text-muted tabular-nums">
        {value === null ? <span className="line-clamp-2">{reason}</span> : null}
        {change !== null && <ChangeMark change={change} title={before} />}
        {band !== null && <BandMark band={band} />}
        {isFew && <span className="text-pale">few</span>}
      </div>
      <div className="mt-auto pt-2">
        <Sparkline values={series} shape={shapeOf(series, unit === "count")} />
        <p className="mt-1 text-12 text-pale tabular-nums">
          n {formatNumber(n)} {nWord}
        </p>
      </div>
    </li>
  );
}
