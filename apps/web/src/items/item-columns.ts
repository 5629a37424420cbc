import type { ItemView } from "../metric/item-view.ts";
import type { ItemKind } from "../metric/metric-answer.ts";
import type { Cell } from "../server/file-response.ts";

type Column = { readonly name: string; readonly of: (item: ItemView) => Cell };

const common: readonly Column[] = [
  { name: "repository", of: (item) => item.repository },
  { name: "number", of: (item) => item.number },
  { name: "title", of: (item) => item.title },
  { name: "url", of: (item) => item.url },
  { name: "author", of: (item) => item.author },
];
const value: Column = { name: "value", of: (item) => item.value };

const ofItems: readonly Column[] = [
  ...common,
  { name: "created_at", of: (item) => item.createdAt },
  { name: "merged_at", of: (item) => item.mergedAt },
  { name: "closed_at", of: (item) => item.closedAt },
  value,
];

/** A run, a review, a deployment and an incident happen and end somehow; nobody opens or merges them. */
const ofEvents: readonly Column[] = [
  ...common,
  { name: "state", of: (item) => item.state },
  { name: "attempt", of: (item) => item.attempt },
  { name: "at", of: (item) => item.at },
  value,
];

/** What a file says of each item of this kind. */
export function itemColumns(kind: ItemKind): readonly Column[] {
  return kind === "issue" || kind === "pull_request" ? ofItems : ofEvents;
}
