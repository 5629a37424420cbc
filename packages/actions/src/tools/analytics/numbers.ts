import { z } from "zod";

import type { ActionContext } from "../../action.ts";
import { showMetrics } from "../../show-metrics.ts";
import { coverageShape, windowOf, type windowShape } from "./window.ts";

/** Several numbers of one window side by side. */
export const numbersShape = {
  ...coverageShape,
  metrics: z.array(
    z.object({
      id: z.string(),
      unit: z.string(),
      n: z.number(),
      value: z.unknown().describe("number, object of numbers, or null"),
      previous: z.unknown().describe("value of the window before"),
    }),
  ),
};

type Window = z.output<z.ZodObject<typeof windowShape>>;

/** Computes them in one transaction. Each says only what it adds; window and coverage are told once, coverage as the least of all. */
export async function readNumbers(ctx: ActionContext, window: Window, ids: readonly string[]) {
  const { metrics } = await showMetrics.run(ctx, { ...windowOf(window), metrics: [...ids] });
  const [first] = metrics;
  if (first === undefined) throw new Error("no number was asked for");
  return {
    answers: metrics,
    told: {
      repositories: [...first.repositories],
      from: first.from,
      to: first.to,
      time_zone: first.time_zone,
      as_of: metrics.map((answer) => answer.as_of).reduce((a, b) => (a === null || b === null ? null : a < b ? a : b)),
      coverage: Math.min(...metrics.map((answer) => answer.coverage)),
      metrics: metrics.map(({ metric, unit, n, value, previous }) => ({
        id: metric,
        unit,
        n,
        value,
        previous: previous?.value ?? null,
      })),
    },
  };
}
