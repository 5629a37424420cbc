import type { Figures, Metric, MetricAnswer, MetricValue, Unit } from "@pulse/metrics";

import { formatTable } from "./format-table.ts";
import { formatChange, formatValue } from "./format-value.ts";

/** An answer for people: the value against the window before, what it rests on, and its series. */
export function formatAnswer(metric: Metric, answer: MetricAnswer): string {
  return [
    `${metric.title} (${metric.id})`,
    metric.definition,
    "",
    ...indent(formatTable(valueRows(metric, answer))),
    ...indent(besideLines(answer)),
    "",
    ...indent(formatTable(factRows(answer))),
    ...section(seriesRows(metric, answer)),
    ...section(tableRows(metric, answer)),
  ].join("\n");
}

function valueRows(metric: Metric, answer: MetricAnswer): readonly (readonly string[])[] {
  const before = answer.previous;
  return Object.keys(metric.value).map((name) => {
    const value = part(answer.value, name);
    const previous = before === null ? null : part(before.value, name);
    const comparison =
      before === null
        ? []
        : [`before: ${formatValue(previous, unitOf(metric, name), name)}`, formatChange(value, previous)];
    return [name, formatValue(value, unitOf(metric, name), name), ...comparison];
  });
}

function besideLines(answer: Figures): readonly string[] {
  const notYet = typeof answer.n_not_yet === "number" ? [`not yet: ${answer.n_not_yet}`] : [];
  const buckets = Object.entries(answer.buckets ?? answer.by_conclusion ?? {}).map(([name, n]) => `${name} ${n}`);
  const band =
    answer.band === undefined || answer.band === null ? [] : [`dora.dev calls this ${answer.band}: a hint, no target`];
  return [...notYet, ...(buckets.length === 0 ? [] : [buckets.join(" · ")]), ...band];
}

const endings: Readonly<Record<MetricAnswer["to_is"], string>> = {
  given: "",
  now: ", now",
  as_of: ", where the data ends",
};

function factRows(answer: MetricAnswer): readonly (readonly string[])[] {
  const { previous } = answer;
  return [
    [
      "n",
      `${answer.n}${answer.excluded === 0 ? "" : `, and ${answer.excluded} excluded`}${previous === null ? "" : ` (before: ${previous.n})`}`,
    ],
    ["window", `${answer.from} to ${answer.to}${endings[answer.to_is]}; days in ${answer.time_zone}`],
    ...(previous === null ? [] : [["before", `${previous.from} to ${previous.to}`]]),
    ["repositories", answer.repositories.length === 0 ? "none" : answer.repositories.join(", ")],
    ["as of", answer.as_of ?? "nothing was read yet"],
    ["coverage", `${Math.floor(answer.coverage * 1000) / 10} %`],
  ].map(([name = "", text = ""]) => [`${name.padEnd(12)} ${text}`]);
}

function seriesRows(metric: Metric, answer: MetricAnswer): readonly (readonly string[])[] {
  if (answer.series === undefined) return [];
  const names = Object.keys(metric.value);
  const isBare = names.join() === "value";
  return [
    ["", ...(isBare ? [] : ["n"]), ...names],
    ...answer.series.map((entry) => [
      entry.key ?? "(none)",
      ...(isBare ? [] : [String(entry.n)]),
      ...names.map((name) => formatValue(part(entry.value, name), unitOf(metric, name), name)),
    ]),
  ];
}

function unitOf(metric: Metric, name: string): Unit {
  return metric.value[name]?.unit ?? metric.unit;
}

/** Items as people write them; any other table with the names of its columns. */
function tableRows(metric: Metric, { rows = [] }: MetricAnswer): readonly (readonly string[])[] {
  if (metric.rows?.kind === "items") {
    return rows.map(({ repository, number, title, author }) => [
      `${repository}#${number} ${title}${author === null ? "" : ` (${author})`}`,
    ]);
  }
  const names = Object.keys(rows[0] ?? {});
  return rows.length === 0 ? [] : [names, ...rows.map((row) => names.map((name) => cell(row[name] ?? null)))];
}

function cell(value: string | number | boolean | null): string {
  if (value === null) return "–";
  return typeof value === "number" ? formatValue(value, "rate") : String(value);
}

function part(value: MetricValue, name: string): number | null {
  if (value === null || typeof value === "number") return name === "value" ? value : null;
  return value[name] ?? null;
}

function section(rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : ["", ...indent(formatTable(rows))];
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
