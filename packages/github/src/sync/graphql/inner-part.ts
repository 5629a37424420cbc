/** A list within an item (the comments of an issue, the reviews of a pull request): asked for with the item, and followed to its end. */
import type { z } from "zod";

import { connectionOf, pageInfoFields } from "./answer-fields.ts";

export type InnerPart<Node extends z.ZodType = z.ZodType> = {
  readonly on: "Issue" | "PullRequest" | "PullRequestReview" | "Deployment" | "Commit";
  readonly field: string;
  /** Beside `first` and `after`. */
  readonly fieldArguments?: string;
  /** How many come with the item: as many as nearly all items have. */
  readonly first: number;
  /** Of one entry. */
  readonly fields: string;
  readonly fragments: readonly string[];
  readonly node: Node;
};

/** The most that GitHub gives of any list at once. */
export const mostAtOnce = 100;

/** The field as it stands in a query: with the item, or from a cursor on. */
export function selectPart(part: InnerPart, page: { readonly first: number; readonly after?: string } | null = null) {
  const { first, after } = page ?? { first: part.first, after: undefined };
  const given = [`first: ${first}`, after === undefined ? "" : `after: ${after}`, part.fieldArguments ?? ""];
  return `${part.field}(${given.filter((argument) => argument !== "").join(", ")}) { totalCount ${pageInfoFields} nodes { ${part.fields} } }`;
}

export function partSchema<Node extends z.ZodType>(part: InnerPart<Node>) {
  return connectionOf(part.node);
}

/** A query with the fragments that it needs, each once. */
export function withFragments(query: string, fragments: Iterable<string>): string {
  return [query, ...new Set(fragments)].join("\n");
}
