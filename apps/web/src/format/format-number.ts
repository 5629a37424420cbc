const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

/** With thin groups: `12,480`; one digit after the point where the value has one. */
export function formatNumber(value: number): string {
  return Number.isInteger(value) ? whole.format(value) : oneDigit.format(value);
}

/** `62 %`; one digit under ten, so that 0.4 % is not none. */
export function formatPercent(ratio: number): string {
  const percent = ratio * 100;
  return `${Math.abs(percent) < 10 && !Number.isInteger(percent) ? oneDigit.format(percent) : whole.format(percent)} %`;
}

/** A count, or a dash where there is none. */
export function writeNumber(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : formatNumber(value);
}

/** A difference with its sign: `+12`, `−3`, `0`. */
export function formatSigned(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (value === 0) return "0";
  return `${value > 0 ? "+" : "−"}${formatNumber(Math.abs(value))}`;
}
