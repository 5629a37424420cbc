import { defineTool } from "../tool.ts";
import { numbersShape, readNumbers } from "./numbers.ts";
import { readsStored, windowShape } from "./window.ts";

const ids = [
  "dora.deployment_frequency",
  "dora.change_lead_time",
  "dora.change_fail_rate",
  "dora.failed_deployment_recovery_time",
  "dora.deployment_rework_rate",
] as const;

export const analyticsDora = defineTool({
  name: "analytics_dora",
  title: "DORA metrics",
  description:
    "The five metrics of software delivery of dora.dev over a window, from production deployments and incidents, each beside the window before.",
  set: "analytics",
  scope: "read",
  hints: readsStored,
  input: windowShape,
  output: numbersShape,
  run: async (ctx, input) => (await readNumbers(ctx, input, ids)).told,
});
