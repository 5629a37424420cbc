import type { Figures, Metric, MetricAnswer, MetricValue } from "@pulse/metrics";

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
    ...section(itemRows(answer)),
  ].join("\n");
}

function valueRows(metric: Metric, answer: MetricAnswer): readonly (readonly string[])[] {
  const before = answer.previous;
  return Object.keys(metric.value).map((name) => {
    const value = part(answer.value, name);
    const previous = before === null ? null : part(before.value, name);
    const comparison =
      before === null ? [] : [`before: ${formatValue(previous, answer.unit, name)}`, formatChange(value, previous)];
    return [name, formatValue(value, answer.unit, name), ...comparison];
  });
}

function besideLines(answer: Figures): readonly string[] {
  const notYet = typeof answer.n_not_yet === "number" ? [`not yet: ${answer.n_not_yet}`] : [];
  const buckets = Object.entries(answer.buckets ?? {}).map(([name, n]) => `${name} ${n}`);
  return buckets.length === 0 ? notYet : [...notYet, buckets.join(" · ")];
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
      ...names.map((name) => formatValue(part(entry.value, name), answer.unit, name)),
    ]),
  ];
}

function itemRows(answer: MetricAnswer): readonly (readonly string[])[] {
  return (answer.rows ?? []).map((row) => [
    `${row.repository}#${row.number} ${row.title}${row.author === null ? "" : ` (${row.author})`}`,
  ]);
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
