type Counts = {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
};

const columns = ["added", "changed", "unchanged", "removed"] as const;

/** What an import did, one line per kind of fact; kinds of which nothing was seen are left out. */
export function formatCounts(counts: Readonly<Record<string, Counts>>): string {
  const seen = Object.entries(counts).filter(([, count]) => columns.some((column) => count[column] > 0));
  const lines = [["", "new", "changed", "unchanged", "removed"]].concat(
    seen.map(([kind, count]) => [
      kind.replaceAll("_", " "),
      ...columns.map((column) => count[column].toLocaleString("en-US")),
    ]),
  );
  const width = Math.max(...lines.map(([kind = ""]) => kind.length));
  return lines
    .map(([kind = "", ...cells]) => `  ${kind.padEnd(width)}${cells.map((cell) => cell.padStart(11)).join("")}`)
    .join("\n");
}

export function formatSpeed(rows: number, seconds: number): string {
  const rate = seconds > 0 ? ` (${Math.round(rows / seconds).toLocaleString("en-US")} rows/s)` : "";
  return `${rows.toLocaleString("en-US")} rows in ${seconds.toFixed(1)} s${rate}`;
}
