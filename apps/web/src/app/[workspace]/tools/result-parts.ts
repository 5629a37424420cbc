export type ResultTable = {
  readonly kind: "table";
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

export type ResultText = { readonly kind: "text"; readonly name: string; readonly text: string };

/**
 * What people read of an answer: its lists as tables, one thing with many fields as a table of these, and texts of several lines as they
 * are. What is nested further is written as JSON.
 */
export function resultParts(result: Readonly<Record<string, unknown>>): readonly (ResultTable | ResultText)[] {
  return Object.entries(result).flatMap(([name, value]): (ResultTable | ResultText)[] => {
    if (typeof value === "string" && value.includes("\n")) return [{ kind: "text", name, text: value }];
    if (Array.isArray(value)) return tableOfRows(name, value);
    if (!isRecord(value)) return [];
    const rows = Object.entries(value).map(([field, inner]) => [field, cellOf(inner)]);
    return [{ kind: "table", name, columns: ["field", "value"], rows }];
  });
}

function tableOfRows(name: string, rows: readonly unknown[]): ResultTable[] {
  if (rows.length === 0 || !rows.every(isRecord)) return [];
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [{ kind: "table", name, columns, rows: rows.map((row) => columns.map((column) => cellOf(row[column]))) }];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : value.toFixed(2);
  return typeof value === "string" ? value : JSON.stringify(value);
}
