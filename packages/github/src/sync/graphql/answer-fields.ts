/** The parts that GitHub's GraphQL answers are made of, as far as they are kept. */
import { z } from "zod";

/**
 * PostgreSQL's text holds neither a NUL nor half of a surrogate pair, and GitHub's holds both now and then: they are left out, because
 * a live reading cannot refuse what people wrote.
 */
export const text = z.string().transform((value) => value.replaceAll("\0", "").toWellFormed());
export const instant = z.iso.datetime({ offset: true });
export const sha = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);
/** GraphQL writes 64-bit numbers as text. */
export const bigId = z
  .union([z.string().regex(/^\d{1,16}$/), z.int().positive()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : Number(value)));
export const count = z.int().nonnegative();

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

/** A list of GitHub with its place in the whole. Entries that GitHub hides from the reader are null and left out. */
export function connectionOf<Node extends z.ZodType>(node: Node) {
  return z.object({
    totalCount: count.optional(),
    pageInfo,
    nodes: z
      .array(node.nullable())
      .nullable()
      .transform((nodes) => (nodes ?? []).flatMap((entry) => (entry === null ? [] : [entry]))),
  });
}

export type Connection<Node> = {
  readonly totalCount?: number | undefined;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly Node[];
};

export const pageInfoFields = "pageInfo { hasNextPage endCursor }";
