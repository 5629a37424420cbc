import { z } from "zod";

import { defineTool } from "../tool.ts";
import { numbersShape, readNumbers } from "./numbers.ts";
import { readsStored, windowShape } from "./window.ts";

const ids = ["ci.runs", "ci.success_rate", "ci.duration", "ci.queue_time", "ci.rerun_rate", "ci.flake_rate"] as const;
const topFailing = "ci.top_failing";
const mostFailing = 10;

export const analyticsCiHealth = defineTool({
  name: "analytics_ci_health",
  title: "CI health",
  description:
    "GitHub Actions over a window: runs, success, duration, queue, re-runs, flakes, and the jobs and steps that failed most often. github_get_job_log reads why.",
  set: "analytics",
  scope: "read",
  hints: readsStored,
  isForeignText: true,
  input: windowShape,
  output: {
    ...numbersShape,
    top_failing: z.array(z.record(z.string(), z.unknown())).describe("jobs and steps, most failures first"),
  },
  run: async (ctx, input) => {
    const { told, answers } = await readNumbers(ctx, input, [...ids, topFailing]);
    const rows = answers.find(({ metric }) => metric === topFailing)?.rows ?? [];
    return { ...told, top_failing: rows.slice(0, mostFailing) };
  },
});
