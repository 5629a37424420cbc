import { defineTool } from "../tool.ts";
import { numbersShape, readNumbers } from "./numbers.ts";
import { readsStored, windowShape } from "./window.ts";

const ids = [
  "pr.opened",
  "pr.merged",
  "pr.open",
  "pr.cycle_time",
  "pr.pickup_time",
  "pr.merged_without_review",
  "issue.opened",
  "issue.closed",
  "issue.backlog",
  "issue.time_to_first_response",
  "repo.active_contributors",
  "ci.success_rate",
] as const;

export const analyticsSummary = defineTool({
  name: "analytics_summary",
  title: "Summary of a window",
  description:
    "The numbers to begin with: pull requests, issues, people and CI over a window, each beside the window before. analytics_changes ranks what changed.",
  set: "analytics",
  scope: "read",
  hints: readsStored,
  input: windowShape,
  output: numbersShape,
  run: async (ctx, input) => (await readNumbers(ctx, input, ids)).told,
});
