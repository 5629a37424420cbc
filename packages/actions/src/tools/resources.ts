import type { ActionContext } from "../action.ts";
import { describeViews } from "./describe-views.ts";

/** Things with an address: what a tool answers, so that there is no second way to the same, or what is too long for one. */
type ToolResource = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** A fixed address, or one with parts in braces. */
  readonly uri: string;
  readonly from: { readonly tool: string } | { readonly read: (ctx: ActionContext) => Promise<unknown> };
};

export const toolResources: readonly ToolResource[] = [
  {
    name: "metric_definitions",
    title: "Definitions of all metrics",
    description: "Every number with its definition in plain words, its unit and what it can be split by",
    uri: "pulse://analytics/definitions",
    from: { tool: "analytics_list_metrics" },
  },
  {
    name: "status",
    title: "What is known, and how fresh",
    description: "The repositories of the workspace and up to when each is known",
    uri: "pulse://analytics/status",
    from: { tool: "analytics_status" },
  },
  {
    name: "repository",
    title: "A repository",
    description: "One repository of the workspace with what is open in it",
    uri: "pulse://repos/{owner}/{repo}",
    from: { tool: "github_get_repo" },
  },
  {
    name: "schema",
    title: "Views behind the numbers",
    description: "The views that every number is computed from, with their columns and types",
    uri: "pulse://schema/metrics",
    from: { read: async (ctx) => await describeViews.run(ctx, {}) },
  },
];

/** What an address stands for, with the parts of it that were in braces; null for an address of nothing. */
export function findResource(
  uri: string,
): { readonly from: ToolResource["from"]; readonly params: Readonly<Record<string, string>> } | null {
  for (const { uri: pattern, from } of toolResources) {
    const match = new RegExp(`^${pattern.replaceAll(/\{(\w+)\}/g, "(?<$1>[A-Za-z0-9._-]{1,100})")}$`).exec(uri);
    if (match !== null) return { from, params: { ...match.groups } };
  }
  return null;
}
