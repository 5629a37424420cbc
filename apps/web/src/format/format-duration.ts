const units = [
  { seconds: 86_400, name: "d" },
  { seconds: 3_600, name: "h" },
  { seconds: 60, name: "min" },
  { seconds: 1, name: "s" },
] as const;

/** The two largest units that fit: `2 d 4 h`, `3 h 10 min`, `45 s`. A hundred days and more are days alone. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const sign = seconds < 0 && whole > 0 ? "−" : "";
  const first = units.findIndex((unit) => whole >= unit.seconds);
  const large = units[first];
  if (large === undefined) return "0 s";
  const small = units[first + 1];
  if (small === undefined || whole >= 100 * 86_400) return `${sign}${Math.round(whole / large.seconds)} ${large.name}`;
  const rounded = Math.round(whole / small.seconds) * small.seconds;
  // 59 min 59.7 s rounds up into the next unit.
  if (first > 0 && rounded >= (units[first - 1]?.seconds ?? Infinity))
    return formatDuration(sign === "" ? rounded : -rounded);
  const rest = Math.round((rounded % large.seconds) / small.seconds);
  const head = `${sign}${Math.floor(rounded / large.seconds)} ${large.name}`;
  return rest === 0 ? head : `${head} ${rest} ${small.name}`;
}

/** One unit, for axes: `2 d`, `12 h`, `30 min`. */
export function formatShortDuration(seconds: number): string {
  const unit = units.find((candidate) => Math.abs(seconds) >= candidate.seconds) ?? units[3];
  const value = seconds / unit.seconds;
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${unit.name}`;
}
