import { sql } from "kysely";

import type { Expression } from "../metric.ts";

type RawNode = ReturnType<Expression["toOperationNode"]>;
type AnyNode = RawNode["parameters"][number];

const reference = /\bitem\.([a-z_]+)/g;

/**
 * The columns of `item` that these expressions speak of, as a list for a select. A timeline computes some of its columns by a query of their
 * own: asked for in one place, each of these is planned and run once, however many metrics speak of it.
 */
export function itemColumns(expressions: readonly Expression[]): Expression {
  const names = new Set(expressions.flatMap((expression) => namesIn(expression.toOperationNode())));
  return sql.join([...names].toSorted().map((name) => sql.ref(`item.${name}`)));
}

function namesIn(node: AnyNode): readonly string[] {
  if (!isRaw(node)) return [];
  // A reference never lies across a parameter.
  const own = node.sqlFragments.flatMap((text) => [...text.matchAll(reference)].flatMap(([, name]) => name ?? []));
  return [...own, ...node.parameters.flatMap(namesIn)];
}

function isRaw(node: AnyNode): node is RawNode {
  return node.kind === "RawNode";
}
