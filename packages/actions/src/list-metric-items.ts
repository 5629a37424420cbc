import { itemShows, itemSorts, listMetricItems as listItems } from "@pulse/metrics";
import { z } from "zod";

import { defineAction } from "./action.ts";
import { answerQuestion } from "./answer-question.ts";
import { questionOf, questionShape } from "./metric-question.ts";

/** The items behind a number, and those left out of it with the reason, page by page. */
export const listMetricItems = defineAction({
  name: "list_metric_items",
  summary: "List the pull requests or issues behind a metric, with the value of each and those left out",
  scope: "read",
  input: z.object({
    ...questionShape,
    show: z.enum(itemShows).default("counted").describe("those in the number, those left out of it, or all"),
    filter: z.string().max(60).nullish().describe("a narrower list that the metric offers, such as waiting of pr.open"),
    also: z
      .array(z.string().max(100))
      .max(10)
      .default([])
      .describe("other metrics whose value is wanted beside each item"),
    sort: z.enum(itemSorts).nullish(),
    order: z.enum(["asc", "desc"]).nullish(),
    after: z.string().max(500).nullish().describe("`next` of the page before"),
    limit: z.number().int().min(1).max(5000).default(50),
  }),
  run: async (ctx, input) => {
    const query = {
      ...questionOf(ctx, input),
      show: input.show,
      filter: input.filter ?? undefined,
      also: input.also,
      sort: input.sort ?? undefined,
      order: input.order ?? undefined,
      after: input.after ?? undefined,
      limit: input.limit,
    };
    return await answerQuestion(ctx, { name: "list_metric_items", query }, listItems);
  },
});
