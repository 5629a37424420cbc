import type { ItemKind } from "../items/item-kinds.ts";

/** What a column of a file holds. `json` is a list or an object, written as JSON where a format knows no better. */
export type ExportColumn = {
  readonly name: string;
  readonly type: "text" | "integer" | "number" | "boolean" | "instant" | "json";
};

export type ExportRow = Readonly<Record<string, unknown>>;

type Columns = readonly ExportColumn[];

const columns = (type: ExportColumn["type"], ...names: readonly string[]): Columns =>
  names.map((name) => ({ name, type }));

const start: Columns = [...columns("text", "repository"), ...columns("integer", "id")];
const labelled: Columns = [...columns("json", "labels", "assignees"), ...columns("text", "milestone")];

/** The columns of each list, in the order of the API's answers. */
export const itemColumns: Readonly<Record<ItemKind, Columns>> = {
  issue: [
    ...start,
    ...columns("integer", "number"),
    ...columns("text", "title", "state", "state_reason", "author"),
    ...labelled,
    ...columns("instant", "created_at", "closed_at", "updated_at"),
  ],
  pull_request: [
    ...start,
    ...columns("integer", "number"),
    ...columns("text", "title", "state"),
    ...columns("boolean", "is_draft"),
    ...columns("text", "author"),
    ...labelled,
    ...columns("text", "base_ref", "head_ref", "head_sha", "merge_commit_sha", "merged_by"),
    ...columns("integer", "additions", "deletions", "changed_files"),
    ...columns("instant", "created_at", "merged_at", "closed_at", "updated_at"),
  ],
  review: [
    ...start,
    ...columns("integer", "number"),
    ...columns("text", "state", "author", "commit_sha"),
    ...columns("instant", "submitted_at", "updated_at"),
  ],
  run: [
    ...start,
    ...columns("integer", "run_id", "attempt", "number"),
    ...columns("text", "workflow", "title", "event", "status", "conclusion", "head_branch", "head_sha", "actor"),
    ...columns("instant", "created_at", "started_at", "updated_at"),
  ],
  deployment: [
    ...start,
    ...columns("text", "source", "external_id", "environment"),
    ...columns("boolean", "is_production"),
    ...columns("text", "sha", "ref", "state", "creator", "url"),
    ...columns("instant", "created_at", "finished_at"),
  ],
  incident: [
    ...start,
    ...columns("text", "source", "external_id", "title", "url", "deployment"),
    ...columns("boolean", "is_linked_by_hand"),
    ...columns("instant", "began_at", "resolved_at"),
  ],
};

/** Issues and pull requests in one file: what both have, and which of them it is. */
export const anyItemColumns: Columns = [
  ...columns("text", "kind"),
  ...start,
  ...columns("integer", "number"),
  ...columns("text", "title", "state", "author"),
  ...labelled,
  ...columns("instant", "created_at", "merged_at", "closed_at", "updated_at"),
];

/** The items behind a number, and those left out of it with the reason. */
export const metricItemColumns: Columns = [
  ...columns("text", "repository"),
  ...columns("integer", "number"),
  ...columns("text", "title", "author", "state"),
  ...columns("json", "labels"),
  ...columns("instant", "at"),
  ...columns("number", "value"),
  ...columns("text", "reason"),
  ...columns("json", "details"),
];

/** The numbers of a panel: one row for each named value and bucket. */
export const metricColumns: Columns = [
  ...columns("text", "metric", "unit", "key", "name"),
  ...columns("number", "value"),
  ...columns("integer", "n", "excluded"),
  ...columns("instant", "from", "to", "as_of"),
];
