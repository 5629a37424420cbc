import { formatDay } from "../format/format-instant.ts";
import { formatNumber, formatPercent } from "../format/format-number.ts";
import { formatValue } from "../format/format-value.ts";
import type { MetricDefinition } from "../metric/metric-answer.ts";
import type { Row } from "./read-rows.ts";

type Cell = Row[string];

export type Column = {
  readonly key: string;
  readonly title: string;
  readonly isNumber: boolean;
  readonly write: (cell: Cell) => string;
};

type Describing = { readonly metric: Pick<MetricDefinition, "unit">; readonly timeZone: string };

const texts = new Set(["login", "name", "repository", "title", "tag", "state", "label", "label_group"]);
const shares = new Set(["share", "progress", "ratio"]);

/** How a column of a metric's rows is called and written, by its name: instants end in `_at`, facts begin with `is_`. */
export function describeColumn(key: string, { metric, timeZone }: Describing): Column {
  const isInstant = key.endsWith("_at");
  const isFact = key.startsWith("is_");
  return {
    key,
    title: titleOf(key),
    isNumber: !texts.has(key) && !isFact,
    write: (cell) => {
      if (cell === null) return "–";
      if (typeof cell === "boolean") return cell ? "yes" : "no";
      if (typeof cell === "string") return isInstant ? formatDay(cell, { timeZone }) : cell;
      if (shares.has(key)) return formatPercent(cell);
      return key === "value" || /^p\d+$/.test(key) ? formatValue(cell, metric.unit) : formatNumber(cell);
    },
  };
}

function titleOf(key: string): string {
  if (key === "n") return "n";
  const words = key
    .replace(/_(at|on)$/, "")
    .replace(/^is_/, "")
    .replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
