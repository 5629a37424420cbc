import { AppError, csvField } from "@pulse/kit";

export type Cell = string | number | null;

type FileInput = { readonly name: string } & (
  | { readonly format: "json"; readonly json: unknown }
  | { readonly format: "csv"; readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] }
);

export function readFormat(search: URLSearchParams): "csv" | "json" {
  const format = search.get("format");
  if (format === "csv" || format === "json") return format;
  throw new AppError("invalid", `format is "${format?.slice(0, 60) ?? ""}", but can only be csv or json`);
}

/** A download; names are made of what file systems everywhere take. */
export function fileResponse(file: FileInput): Response {
  const body = file.format === "json" ? `${JSON.stringify(file.json, null, 2)}\n` : toCsv(file.columns, file.rows);
  return new Response(body, {
    headers: {
      "Content-Type": file.format === "json" ? "application/json; charset=utf-8" : "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${file.name.replaceAll(/[^\w.-]/g, "_")}.${file.format}"`,
      "Cache-Control": "no-store",
    },
  });
}

/** RFC 4180. */
export function toCsv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(csvField).join(",")}\r\n`).join("");
}
