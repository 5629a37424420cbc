/** Percentiles as METRICS.md wants them: interpolated between the two neighbours. */
export function percentile(values: readonly number[], fraction: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? 0;
  return below + (above - below) * (place - Math.floor(place));
}

export function average(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

export function spread(values: readonly number[]) {
  if (values.length === 0) return null;
  return { p50: percentile(values, 0.5), p75: percentile(values, 0.75), p90: percentile(values, 0.9) };
}

/** How many values lie below each edge and not below the one before. */
export function histogram(values: readonly number[], edges: Readonly<Record<string, number>>) {
  let from = 0;
  return Object.fromEntries(
    Object.entries(edges).map(([name, below]) => {
      const n = values.filter((value) => value >= from && value < below).length;
      from = below;
      return [name, n];
    }),
  );
}
