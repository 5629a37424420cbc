import type { AnswerRow, MetricAnswer } from "./metric-answer.ts";

/** An answer carries no more rows than this beside its number. Read one more, so that the last one can be told from the next. */
export const maxRows = 1000;

/** The rows that an answer carries, saying so when there are more. */
export function cutRows(rows: readonly AnswerRow[]): Pick<MetricAnswer, "rows" | "rows_truncated"> {
  const isTruncated = rows.length > maxRows;
  return { rows: rows.slice(0, maxRows), ...(isTruncated ? { rows_truncated: true } : {}) };
}
