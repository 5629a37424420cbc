const units = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
] as const;

/** The two largest units that fit: "2 d 4 h", "5 min 30 s"; below a minute, one. */
export function formatDuration(seconds: number): string {
  const rounded = roundToSecondUnit(Math.round(seconds));
  const first = units.findIndex(([, size]) => rounded >= size);
  if (first === -1) return "0 s";
  return units
    .slice(first, first + 2)
    .map(
      ([name, size], index) =>
        [index === 0 ? Math.floor(rounded / size) : Math.floor((rounded % previousSize(first)) / size), name] as const,
    )
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(" ");
}

/** 59 min 59.9 s is an hour: rounding may carry into the larger unit, so it comes first. */
function roundToSecondUnit(seconds: number): number {
  const first = units.findIndex(([, size]) => seconds >= size);
  const [, size] = units[first + 1] ?? ["s", 1];
  return first === -1 ? seconds : Math.round(seconds / size) * size;
}

function previousSize(index: number): number {
  return units[index]?.[1] ?? 1;
}
