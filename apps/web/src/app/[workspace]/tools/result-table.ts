export type ResultTable = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

/** The list in an answer, as a table; null for an answer without one. What is nested is written as JSON. */
export function resultTable(result: Readonly<Record<string, unknown>>): ResultTable | null {
  for (const [name, value] of Object.entries(result)) {
    if (!Array.isArray(value) || value.length === 0) continue;
    const rows: readonly unknown[] = value;
    if (!rows.every((row) => typeof row === "object" && row !== null && !Array.isArray(row))) continue;
    const records = rows.map((row) => new Map(Object.entries(row ?? {})));
    const columns = [...new Set(records.flatMap((record) => [...record.keys()]))];
    return { name, columns, rows: records.map((record) => columns.map((column) => cellOf(record.get(column)))) };
  }
  return null;
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : value.toFixed(2);
  return typeof value === "string" ? value : JSON.stringify(value);
}
