/** Things with an address, each of which is what a tool answers: no second way to the same. */
type ToolResource = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** A fixed address, or one with parts in braces. */
  readonly uri: string;
  readonly tool: string;
};

export const toolResources: readonly ToolResource[] = [
  {
    name: "metric_definitions",
    title: "Definitions of all metrics",
    description: "Every number with its definition in plain words, its unit and what it can be split by",
    uri: "pulse://analytics/definitions",
    tool: "analytics_list_metrics",
  },
  {
    name: "status",
    title: "What is known, and how fresh",
    description: "The repositories of the workspace and up to when each is known",
    uri: "pulse://analytics/status",
    tool: "analytics_status",
  },
  {
    name: "repository",
    title: "A repository",
    description: "One repository of the workspace with what is open in it",
    uri: "pulse://repos/{owner}/{repo}",
    tool: "github_get_repo",
  },
];

/** The tool call that an address stands for; null for an address of nothing. */
export function findResource(
  uri: string,
): { readonly tool: string; readonly params: Readonly<Record<string, string>> } | null {
  for (const { uri: pattern, tool } of toolResources) {
    const match = new RegExp(`^${pattern.replaceAll(/\{(\w+)\}/g, "(?<$1>[A-Za-z0-9._-]{1,100})")}$`).exec(uri);
    if (match !== null) return { tool, params: { ...match.groups } };
  }
  return null;
}
