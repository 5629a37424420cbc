import { z } from "zod";

import { defineTool } from "../tool.ts";
import { readNumbers } from "./numbers.ts";
import { coverageShape, readsStored, windowShape } from "./window.ts";
import { rankChanges } from "./rank-changes.ts";

const usual = [
  "pr.opened",
  "pr.merged",
  "pr.cycle_time",
  "pr.pickup_time",
  "pr.review_time",
  "pr.size",
  "pr.review_rounds",
  "pr.merged_without_review",
  "issue.opened",
  "issue.closed",
  "issue.time_to_first_response",
  "issue.time_to_close",
  "repo.active_contributors",
  "ci.success_rate",
  "ci.duration",
  "ci.flake_rate",
] as const;

export const analyticsChanges = defineTool({
  name: "analytics_changes",
  title: "What changed",
  description:
    "Compares a window with the one of the same length before it and ranks the metrics by how much they changed, saying whether for better or worse. Small samples are marked.",
  set: "analytics",
  scope: "read",
  hints: readsStored,
  input: {
    ...windowShape,
    metrics: z.array(z.string().max(100)).max(30).default([]).describe("ids; a usual choice without them"),
  },
  output: {
    ...coverageShape,
    changes: z.array(
      z.object({
        id: z.string(),
        unit: z.string(),
        before: z.number().nullable(),
        after: z.number().nullable(),
        n_before: z.number(),
        n_after: z.number(),
        change: z.number().nullable().describe("share of the value before"),
        verdict: z.string().describe("better, worse, neutral, same or unknown"),
        is_small_sample: z.boolean(),
      }),
    ),
  },
  run: async (ctx, { metrics, ...window }) => {
    const { told, answers } = await readNumbers(ctx, window, metrics.length === 0 ? usual : metrics);
    const { metrics: _, ...coverage } = told;
    return { ...coverage, changes: rankChanges(answers) };
  },
});
