// Rows as bytes, in whatever format: a batch is written before the next is asked for, so that memory does not grow with the file.
import { csvField } from "@pulse/kit";
import type { ByteWriter } from "hyparquet-writer";

import type { ExportColumn, ExportRow } from "./export-columns.ts";
import type { ExportFormat } from "./export-question.ts";
import type { ExportRows } from "./read-rows.ts";

type Written = AsyncGenerator<Uint8Array>;

/** Rows of Parquet that are compressed together: fewer would read slowly, more are held in memory. */
const rowGroup = 20_000;

export function writeRows(rows: ExportRows, format: ExportFormat): Written {
  switch (format) {
    case "csv":
      return writeCsv(rows);
    case "json":
      return writeJson(rows);
    case "jsonl":
      return writeJsonLines(rows);
    case "parquet":
      return writeParquet(rows);
  }
}

async function* writeCsv({ columns, batches }: ExportRows): Written {
  yield Buffer.from(`${columns.map(({ name }) => csvField(name)).join(",")}\r\n`);
  for await (const batch of batches) {
    if (batch.length > 0) yield Buffer.from(batch.map((row) => `${csvLine(columns, row)}\r\n`).join(""));
  }
}

function csvLine(columns: readonly ExportColumn[], row: ExportRow): string {
  return columns.map((column) => csvField(plainValue(column, row[column.name]))).join(",");
}

function plainValue({ type }: ExportColumn, value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (type === "json") return JSON.stringify(value);
  return typeof value === "number" || typeof value === "boolean" ? value : textOf(value);
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

async function* writeJsonLines({ columns, batches }: ExportRows): Written {
  for await (const batch of batches) {
    if (batch.length > 0) yield Buffer.from(batch.map((row) => `${jsonOf(columns, row)}\n`).join(""));
  }
}

async function* writeJson({ columns, batches }: ExportRows): Written {
  let before = "[\n";
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    yield Buffer.from(`${before}${batch.map((row) => jsonOf(columns, row)).join(",\n")}`);
    before = ",\n";
  }
  yield Buffer.from(before === "[\n" ? "[]\n" : "\n]\n");
}

function jsonOf(columns: readonly ExportColumn[], row: ExportRow): string {
  return JSON.stringify(Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null])));
}

const parquetTypes = {
  text: "STRING",
  integer: "INT64",
  number: "DOUBLE",
  boolean: "BOOLEAN",
  instant: "TIMESTAMP",
  json: "JSON",
} as const satisfies Readonly<Record<ExportColumn["type"], string>>;

async function* writeParquet({ columns, batches }: ExportRows): Written {
  // Loaded with the first file of its kind: every process that knows the actions would hold it.
  const { ByteWriter: Sink, ParquetWriter, schemaFromColumnData } = await import("hyparquet-writer");
  const sink = new Sink();
  const columnsOf = (rows: readonly ExportRow[]) =>
    columns.map(({ name, type }) => ({
      name,
      type: parquetTypes[type],
      nullable: true,
      data: rows.map((row) => parquetValue(type, row[name])),
    }));
  const schema = schemaFromColumnData({ columnData: columnsOf([]) });
  const writer = new ParquetWriter({ writer: sink, schema, createdBy: "Pulse-Hub" });
  const write = async (rows: readonly ExportRow[]): Promise<Uint8Array> => {
    await writer.write({ columnData: columnsOf(rows), rowGroupSize: rowGroup });
    return takeBytes(sink);
  };
  let held: ExportRow[] = [];
  for await (const batch of batches) {
    held.push(...batch);
    if (held.length < rowGroup) continue;
    yield await write(held.slice(0, rowGroup));
    held = held.slice(rowGroup);
  }
  if (held.length > 0) yield await write(held);
  await writer.finish();
  yield takeBytes(sink);
}

/** `offset` goes on counting, since a file's footer says where everything lies; `index` is where the buffer is written next. */
function takeBytes(sink: ByteWriter): Uint8Array {
  const bytes = Buffer.from(sink.getBytes());
  sink.index = 0;
  return bytes;
}

function parquetValue(type: ExportColumn["type"], value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  switch (type) {
    case "integer":
      return typeof value === "number" ? BigInt(value) : undefined;
    case "instant":
      return value instanceof Date ? value : new Date(textOf(value));
    case "text":
      return textOf(value);
    default:
      return value;
  }
}
