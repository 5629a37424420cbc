import { z } from "zod";

const entrySchema = z.looseObject({
  time: z.union([z.string(), z.number()]).optional(),
  level: z.union([z.string(), z.number()]).optional(),
  msg: z.string().optional(),
});

const dropped = new Set(["time", "level", "msg", "pid", "hostname", "name", "v", "err"]);
const nameWidth = "database".length;
const nameColours: Readonly<Record<string, number>> = {
  pulse: 35,
  web: 36,
  worker: 33,
  database: 34,
  build: 32,
  github: 36,
};
const levelColours: Readonly<Record<string, number>> = { warn: 33, error: 31, fatal: 31 };

export type LogStyle = { readonly isColoured: boolean };

/** One line of a process, pino's JSON or anything else, as people read it: `12:30:05 web       listening url=…`. */
export function renderLogLine(
  input: { readonly name: string; readonly line: string; readonly now: Date },
  style: LogStyle,
): string {
  const entry = parseEntry(input.line);
  const paint = (text: string, colour: number | undefined): string =>
    style.isColoured && colour !== undefined ? `\u001B[${colour}m${text}\u001B[0m` : text;
  const time = clockOf(entry?.time, input.now);
  const start = `${paint(time, 90)} ${paint(input.name.padEnd(nameWidth), nameColours[input.name])}  `;
  if (entry === null) return `${start}${input.line}`;
  const level = typeof entry.level === "string" ? entry.level : "";
  const mark = level in levelColours ? `${paint(level, levelColours[level])} ` : "";
  const fields = Object.entries(entry)
    .filter(([key]) => !dropped.has(key))
    .map(([key, value]) => `${paint(`${key}=`, 90)}${toText(value)}`);
  return `${start}${mark}${[entry.msg ?? "", ...fields].join(" ").trim()}${errorOf(entry["err"])}`;
}

function parseEntry(line: string): z.output<typeof entrySchema> | null {
  if (!line.startsWith("{")) return null;
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch {
    // Not a log entry after all: shown as it is.
    return null;
  }
}

function clockOf(time: string | number | undefined, now: Date): string {
  const given = time === undefined ? now : new Date(time);
  const instant = Number.isNaN(given.getTime()) ? now : given;
  return instant.toTimeString().slice(0, "HH:MM:SS".length);
}

function toText(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return value === "" || /\s|"/.test(value) ? JSON.stringify(value) : value;
}

const errorSchema = z.looseObject({ message: z.string(), stack: z.string().optional() });

function errorOf(value: unknown): string {
  const parsed = errorSchema.safeParse(value);
  if (!parsed.success) return "";
  const text = parsed.data.stack ?? parsed.data.message;
  return `\n${text.replaceAll(/^/gm, "    ")}`;
}
