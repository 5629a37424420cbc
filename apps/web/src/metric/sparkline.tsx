type SparklineProps = { readonly values: readonly (number | null)[]; readonly isCount: boolean };

const width = 120;
const height = 28;
const pad = 3;

/** The shape of a series, from zero; a missing value is a gap. The numbers themselves are in the panels below. */
export function Sparkline({ values, isCount }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return <div aria-hidden className="h-7" />;
  const top = Math.max(...known, 0) || 1;
  // Counts are bars; so is a series with so many gaps that a line would be crumbs.
  const isBars = isCount || known.length < values.length * 0.8;
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="h-7 w-full overflow-visible"
    >
      {isBars ? <Bars values={values} top={top} /> : <Line values={values} top={top} />}
    </svg>
  );
}

type ShapeProps = { readonly values: readonly (number | null)[]; readonly top: number };

function Bars({ values, top }: ShapeProps) {
  const step = width / values.length;
  const thickness = Math.min(step * 0.7, 8);
  const path = values
    .map((value, index) => {
      if (value === null || value <= 0) return "";
      // The smallest value is still seen.
      const tall = Math.max((value / top) * (height - 1), 1.5);
      const x = index * step + (step - thickness) / 2;
      return `M${x.toFixed(1)} ${height}v${(-tall).toFixed(1)}h${thickness.toFixed(1)}V${height}z`;
    })
    .join("");
  return <path d={path} fill="var(--accent)" opacity="0.75" />;
}

function Line({ values, top }: ShapeProps) {
  const x = (index: number) => pad + (index / (values.length - 1)) * (width - 2 * pad);
  const y = (value: number) => height - pad - (Math.max(value, 0) / top) * (height - 2 * pad);
  const path = values
    .map((value, index) => {
      if (value === null) return "";
      const isStart = index === 0 || values[index - 1] === null;
      // A lone point between two gaps is a dot: a line of no length with a round end.
      return `${isStart ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}${isStart ? "h0" : ""}`;
    })
    .join("");
  return (
    <path
      d={path}
      fill="none"
      stroke="var(--accent)"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      vectorEffect="non-scaling-stroke"
    />
  );
}
