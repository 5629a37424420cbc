import { AppError } from "@pulse/kit";

/** What of the workspace can be had as one file, as a form offers it. */
export const exportLists = [
  { value: "items", text: "Issues and pull requests", kind: null },
  { value: "issue", text: "Issues", kind: "issue" },
  { value: "pull_request", text: "Pull requests", kind: "pull_request" },
  { value: "review", text: "Reviews", kind: "review" },
  { value: "run", text: "Runs of workflows", kind: "run" },
  { value: "deployment", text: "Deployments", kind: "deployment" },
  { value: "incident", text: "Incidents", kind: "incident" },
] as const;

export const exportFormats = [
  { value: "csv", text: "CSV" },
  { value: "jsonl", text: "JSON lines" },
  { value: "json", text: "JSON" },
  { value: "parquet", text: "Parquet" },
] as const;

/** Throws `invalid` for what the form does not offer. */
export function chooseExport(what: string | undefined, format: string | undefined) {
  const list = exportLists.find(({ value }) => value === what);
  const written = exportFormats.find(({ value }) => value === format);
  if (list !== undefined && written !== undefined) {
    return { question: { what: "items", kind: list.kind }, format: written.value } as const;
  }
  throw new AppError("invalid", "Choose what to write, and how");
}
