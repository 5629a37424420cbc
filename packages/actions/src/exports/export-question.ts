import { z } from "zod";

import { itemFilterShape } from "../items/item-filter.ts";
import { itemKinds } from "../items/item-kinds.ts";

import { questionShape, splitSchema } from "../metric-question.ts";

export const exportFormats = ["csv", "json", "jsonl", "parquet"] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** What can be had as a file: a list of facts, the items behind a number, or the numbers of a panel. */
export const exportQuestionSchema = z.discriminatedUnion("what", [
  z.strictObject({
    what: z.literal("items"),
    kind: z.enum(itemKinds).nullish().describe("issues and pull requests together unless given"),
    ...itemFilterShape,
  }),
  z.strictObject({
    what: z.literal("metric_items"),
    ...questionShape,
    show: z.enum(["counted", "left_out", "all"]).default("counted"),
    filter: z.string().max(60).nullish(),
  }),
  z.strictObject({ what: z.literal("metric"), ...questionShape, by: splitSchema }),
]);

export type ExportQuestion = z.output<typeof exportQuestionSchema>;

export const contentTypes: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
  jsonl: "application/jsonl; charset=utf-8",
  parquet: "application/vnd.apache.parquet",
};

/** What the file is called, of letters that file systems everywhere take. */
export function exportFileName(question: ExportQuestion, format: ExportFormat): string {
  const name =
    question.what === "items"
      ? `${question.kind ?? "item"}s`
      : question.what === "metric"
        ? question.metric
        : `${question.metric}-items`;
  return `${name.replaceAll(/[^\w.-]/g, "_")}.${format}`;
}
