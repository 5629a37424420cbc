import { computeMetrics } from "@pulse/metrics";
import { z } from "zod";

import { defineAction } from "./action.ts";
import { answerQuestion } from "./answer-question.ts";
import { questionOf, questionShape, splitSchema } from "./metric-question.ts";

const { metric, ...shape } = questionShape;

const asked = z.union([metric, z.object({ metric, by: splitSchema })]);

/** Several numbers over one window in one transaction: what a dashboard asks for. They come back in the order asked for. */
export const showMetrics = defineAction({
  name: "show_metrics",
  summary: "Compute several metrics over one window, each as show_metric would",
  scope: "read",
  input: z.object({
    ...shape,
    metrics: z.array(asked).min(1).max(50).describe("ids, or ids with a split of their own in place of `by`"),
    by: splitSchema,
  }),
  run: async (ctx, { metrics, by, ...input }) => {
    const question = questionOf(ctx, { ...input, metric: "" });
    const wanted = metrics.map((each) =>
      typeof each === "string"
        ? { metric: each, by: by ?? undefined }
        : { metric: each.metric, by: each.by ?? undefined },
    );
    return {
      metrics: await answerQuestion(
        ctx,
        { name: "show_metrics", query: { ...question, metrics: wanted } },
        computeMetrics,
      ),
    };
  },
});
