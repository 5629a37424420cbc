import { computeMetric } from "@pulse/metrics";
import { z } from "zod";

import { defineAction } from "./action.ts";
import { answerQuestion } from "./answer-question.ts";
import { questionOf, questionShape, splitSchema } from "./metric-question.ts";

/** One number over a window, compared with the window before, and cut into a series if asked. */
export const showMetric = defineAction({
  name: "show_metric",
  summary: "Compute one metric over a window, with its sample size, coverage and the window before",
  scope: "read",
  input: z.object({ ...questionShape, by: splitSchema }),
  run: async (ctx, input) =>
    await answerQuestion(
      ctx,
      { name: "show_metric", query: { ...questionOf(ctx, input), by: input.by ?? undefined } },
      computeMetric,
    ),
});
