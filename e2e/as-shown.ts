/** How LOOK says a number is written on a screen; on purpose not the product's own code. */

const units: readonly (readonly [seconds: number, name: string])[] = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "min"],
  [1, "s"],
];

/** The two largest units that fit, from a hundred days on days alone; "–" for no value. */
export function durationAsShown(seconds: number | null): string {
  if (seconds === null) return "–";
  if (seconds >= 100 * 86_400) return `${Math.round(seconds / 86_400)} d`;
  const index = units.findIndex(([size]) => Math.round(seconds) >= size);
  const [, [smallest] = [1]] = [units[index], units[Math.min(index + 1, units.length - 1)]];
  if (index === -1) return "0 s";
  const rounded = Math.round(Math.round(seconds) / smallest) * smallest;
  return units
    .map(([size, name], position) => {
      const larger = position === 0 ? Infinity : (units[position - 1]?.[0] ?? Infinity);
      return { count: Math.floor((rounded % larger) / size), name };
    })
    .filter(({ count }) => count > 0)
    .slice(0, 2)
    .map(({ count, name }) => `${count} ${name}`)
    .join(" ");
}

export function countAsShown(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Whole percents; one digit under ten. */
export function ratioAsShown(ratio: number | null): string {
  if (ratio === null) return "–";
  const percent = ratio * 100;
  return `${percent < 10 ? Number(percent.toFixed(1)) : countAsShown(Math.round(percent))} %`;
}

/** A difference: with its sign, and a real minus. */
export function signedAsShown(count: number): string {
  if (count === 0) return "0";
  return `${count > 0 ? "+" : "−"}${countAsShown(Math.abs(count))}`;
}
