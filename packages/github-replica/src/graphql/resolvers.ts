import type { GraphqlContext } from "./node.ts";

export type Args = Readonly<Record<string, unknown>>;
export type Resolver = (source: unknown, args: Args, ctx: GraphqlContext) => unknown;
export type ResolverTable = Readonly<Record<string, Resolver>>;

/** The fields of one type, written for the node that the replica keeps behind it. */
export function fieldsOf<Node>(
  table: Readonly<Record<string, (node: Node, args: Args, ctx: GraphqlContext) => unknown>>,
): ResolverTable {
  // Safe because a value reaches a table only by its own `type`, which is what names the table.
  return table as ResolverTable;
}

export function textOf(args: Args, name: string): string | null {
  const value = args[name];
  return typeof value === "string" ? value : null;
}

export function textsOf(args: Args, name: string): readonly string[] | null {
  const value = args[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : null;
}

export function recordOf(args: Args, name: string): Args {
  const value = args[name];
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** GraphQL's `databaseId` is a 32-bit number, and null for ids beyond it. */
export function smallId(id: number): number | null {
  return id < 2 ** 31 ? id : null;
}
