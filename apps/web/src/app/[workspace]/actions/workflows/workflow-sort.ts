const workflowSorts = ["name", "runs", "success", "p50", "p95", "flaky", "reruns"] as const;

type Column = (typeof workflowSorts)[number];

/** A column of the table of workflows, `-` before it for the largest first. */
export type WorkflowSort = { readonly column: Column; readonly order: "asc" | "desc" };

const usual: WorkflowSort = { column: "name", order: "asc" };

/** `sort` of the address: `-flaky`, `name`. Anything else is the usual order. */
export function readWorkflowSort(text: string | readonly string[] | undefined): WorkflowSort {
  if (typeof text !== "string") return usual;
  const order = text.startsWith("-") ? "desc" : "asc";
  const column = workflowSorts.find((name) => name === text.replace(/^-/, ""));
  return column === undefined ? usual : { column, order };
}

/** The same for an address; the usual order needs none. */
export function writeWorkflowSort({ column, order }: WorkflowSort): string | null {
  if (column === usual.column && order === usual.order) return null;
  return order === "desc" ? `-${column}` : column;
}
