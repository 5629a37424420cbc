import { withWorkspace } from "@pulse/db";
import { computeMetrics } from "@pulse/metrics";
import { z } from "zod";

import { defineAction } from "./action.ts";
import { questionOf, questionShape, splitSchema } from "./metric-question.ts";

const { metric, ...shape } = questionShape;

/** Several numbers over one window in one transaction: what a dashboard asks for. They come back in the order asked for. */
export const showMetrics = defineAction({
  name: "show_metrics",
  summary: "Compute several metrics over one window, each as show_metric would",
  scope: "read",
  input: z.object({ ...shape, metrics: z.array(metric).min(1).max(50), by: splitSchema }),
  run: async (ctx, { metrics, by, ...input }) => {
    const question = questionOf(ctx, { ...input, metric: "" });
    const asked = metrics.map((id) => ({ metric: id, by: by ?? undefined }));
    return {
      metrics: await withWorkspace(ctx.db, ctx.actor, (tx) => computeMetrics(tx, { ...question, metrics: asked })),
    };
  },
});
