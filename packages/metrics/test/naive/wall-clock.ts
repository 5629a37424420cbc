/** What clocks on the wall show, found by asking Intl and by counting; nothing here is fast. Instants are seconds since 1970. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** `2023-11-05 01:30:00`, as a clock in the zone shows it. */
function wallOf(at: number, zone: string): string {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium", hourCycle: "h23" });
  formats.set(zone, format);
  return format.format(new Date(at * 1000));
}

export function dateOf(at: number, zone: string): string {
  return wallOf(at, zone).slice(0, 10);
}

const starts = new Map<string, number>();

/** The first instant of a day in the zone: found by walking in quarters of an hour, which is how far clocks ever are from the hour. */
export function startOfDay(date: string, zone: string): number {
  const known = starts.get(`${date} ${zone}`);
  if (known !== undefined) return known;
  let at = Date.parse(`${date}T00:00:00Z`) / 1000 - 16 * 3600;
  while (dateOf(at, zone) < date) at += 900;
  starts.set(`${date} ${zone}`, at);
  return at;
}

export function isMidnight(at: number, zone: string): boolean {
  return startOfDay(dateOf(at, zone), zone) === at;
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}

/** How far the wall clock moves between two instants, in weeks. */
export function wallWeeks(from: number, to: number, zone: string): number {
  const ms = (at: number) => Date.parse(`${wallOf(at, zone).replace(" ", "T")}Z`);
  return (ms(to) - ms(from)) / (7 * 86_400_000);
}

/** The first day of the period that a day lies in. Weeks begin on Monday. */
export function startOfPeriod(date: string, split: "day" | "week" | "month"): string {
  if (split === "day") return date;
  if (split === "month") return `${date.slice(0, 7)}-01`;
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(date, -weekday);
}

export function nextPeriod(start: string, split: "day" | "week" | "month"): string {
  if (split === "day") return addDays(start, 1);
  if (split === "week") return addDays(start, 7);
  const [year = 0, month = 0] = start.split("-").map(Number);
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, "0")}-01`;
}
