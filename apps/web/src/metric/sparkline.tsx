import { cn } from "../ui/cn.ts";

type SparklineProps = {
  readonly values: readonly (number | null)[];
  readonly shape: "bars" | "line";
  /** The largest value of the scale, where it is shared with others; absent means that of the series itself. */
  readonly top?: number;
  readonly className?: string;
};

const width = 120;
const height = 28;
const pad = 3;

/** The shape of a series, from zero; a missing value is a gap. The numbers themselves stand beside it. */
export function Sparkline({ values, shape, top, className }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  const size = cn("h-7 w-full", className);
  if (known.length < 2 && top === undefined) return <div aria-hidden className={size} />;
  const scale = { values, top: top ?? (Math.max(...known, 0) || 1) };
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className={cn("overflow-visible", size)}
    >
      {shape === "bars" ? <Bars {...scale} /> : <Line {...scale} />}
    </svg>
  );
}

/** Counts are bars; so is a series with so many gaps that a line would be crumbs. */
export function shapeOf(values: readonly (number | null)[], isCount: boolean): SparklineProps["shape"] {
  const known = values.filter((value) => value !== null).length;
  return isCount || known < values.length * 0.8 ? "bars" : "line";
}

type ShapeProps = { readonly values: readonly (number | null)[]; readonly top: number };

function Bars({ values, top }: ShapeProps) {
  const step = width / values.length;
  const thickness = Math.min(step * 0.7, 8);
  const bottom = Math.min(0, ...values.filter((value) => value !== null));
  const base = height * (top / (top - bottom));
  const path = values
    .map((value, index) => {
      if (value === null || value === 0) return "";
      // The smallest value is still seen.
      const tall = Math.max((Math.abs(value) / (top - bottom)) * (height - 1), 1.5) * Math.sign(value);
      const x = index * step + (step - thickness) / 2;
      return `M${x.toFixed(1)} ${base.toFixed(1)}v${(-tall).toFixed(1)}h${thickness.toFixed(1)}V${base.toFixed(1)}z`;
    })
    .join("");
  return <path d={path} fill="var(--accent)" opacity="0.75" />;
}

function Line({ values, top }: ShapeProps) {
  const at = (index: number, value: number) => {
    const x = pad + (index / Math.max(values.length - 1, 1)) * (width - 2 * pad);
    const y = height - pad - (Math.max(value, 0) / top) * (height - 2 * pad);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  const isGap = (index: number) => (values[index] ?? null) === null;
  const line = values.map((value, index) =>
    value === null ? "" : `${isGap(index - 1) ? "M" : "L"}${at(index, value)}`,
  );
  // A lone point between two gaps is a dot: a line of no length with a round end.
  const dots = values.map((value, index) =>
    value !== null && isGap(index - 1) && isGap(index + 1) ? `M${at(index, value)}h0` : "",
  );
  const stroke = { fill: "none", stroke: "var(--accent)", vectorEffect: "non-scaling-stroke" } as const;
  return (
    <>
      <path {...stroke} d={line.join("")} strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
      <path {...stroke} d={dots.join("")} strokeWidth="3.5" strokeLinecap="round" />
    </>
  );
}
