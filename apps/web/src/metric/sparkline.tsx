type SparklineProps = { readonly values: readonly (number | null)[] };

const width = 120;
const height = 28;
const pad = 3;

/** The shape of a series, from zero; a missing value is a gap. The numbers themselves are in the panels below. */
export function Sparkline({ values }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return <div aria-hidden className="h-7" />;
  const top = Math.max(...known, 0) || 1;
  const x = (index: number) => pad + (index / (values.length - 1)) * (width - 2 * pad);
  const y = (value: number) => height - pad - (Math.max(value, 0) / top) * (height - 2 * pad);
  const path = values
    .map((value, index) => {
      if (value === null) return "";
      const isStart = index === 0 || values[index - 1] === null;
      // A lone point between two gaps is drawn as a dot: a line of no length with a round end.
      return `${isStart ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}${isStart ? "h0" : ""}`;
    })
    .join("");
  const lastIndex = values.findLastIndex((value) => value !== null);
  const last = values[lastIndex];
  return (
    <svg aria-hidden viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" className="h-7 w-full overflow-visible">
      <path
        d={path}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
      {last !== null && last !== undefined && (
        <path
          d={`M${x(lastIndex).toFixed(1)} ${y(last).toFixed(1)}h0`}
          stroke="var(--accent)"
          strokeWidth="5"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
