import type { Board } from "../../../../dashboard/board.ts";
import { getAnswer } from "../../../../dashboard/panel-facts.ts";
import { namedValue } from "../../../../metric/main-value.ts";
import type { LabelSort, LabelView } from "./label-view.ts";

export type LabelRow = {
  /** Null for issues without a label, or in none of the groups. */
  readonly name: string | null;
  readonly opened: number;
  readonly closed: number;
  readonly open: number;
  readonly response: Wait;
  readonly close: Wait;
  readonly sla: { readonly ratio: number | null; readonly n: number };
};

export type Wait = { readonly p50: number | null; readonly p90: number | null; readonly n: number };

const counts = "issue.by_label";
const response = "issue.time_to_first_response";
const close = "issue.time_to_close";
const sla = "issue.response_within_sla";

export const labelMetrics: readonly string[] = [counts, response, close, sla];

/** One row per label or group, sorted; labels that no issue of the window carries have none. */
export function labelRowsOf(board: Board, { split, sort, order }: LabelView): readonly LabelRow[] {
  const entriesOf = (metric: string) =>
    new Map(getAnswer(board, metric, split).series?.map((entry) => [entry.key, entry]));
  const [byCount, byResponse, byClose, bySla] = [counts, response, close, sla].map(entriesOf);
  const rows = [...(byCount ?? [])].map(([name, { value }]): LabelRow => {
    const within = bySla?.get(name);
    return {
      name,
      opened: namedValue(value, "opened") ?? 0,
      closed: namedValue(value, "closed") ?? 0,
      open: namedValue(value, "open") ?? 0,
      response: waitOf(byResponse?.get(name)),
      close: waitOf(byClose?.get(name)),
      sla: { ratio: within === undefined ? null : namedValue(within.value, "ratio"), n: within?.n ?? 0 },
    };
  });
  const sign = order === "desc" ? -1 : 1;
  return rows.toSorted((a, b) => compareBy(sort, sign)(a, b) || compareNames(a.name, b.name));
}

type Entry = NonNullable<ReturnType<typeof getAnswer>["series"]>[number];

function waitOf(entry: Entry | undefined): Wait {
  if (entry === undefined) return { p50: null, p90: null, n: 0 };
  return { p50: namedValue(entry.value, "p50"), p90: namedValue(entry.value, "p90"), n: entry.n };
}

function compareBy(sort: LabelSort, sign: number): (a: LabelRow, b: LabelRow) => number {
  if (sort === "label") return (a, b) => sign * compareNames(a.name, b.name);
  const valueOf = (row: LabelRow): number | null => {
    switch (sort) {
      case "opened":
      case "closed":
      case "open":
        return row[sort];
      case "response":
      case "close":
        return row[sort].p50;
      case "sla":
        return row.sla.ratio;
    }
  };
  // What has no value comes last either way.
  return (a, b) => sign * ((valueOf(a) ?? sign * Infinity) - (valueOf(b) ?? sign * Infinity)) || 0;
}

function compareNames(a: string | null, b: string | null): number {
  return (a ?? "").localeCompare(b ?? "", "en", { sensitivity: "base" });
}
