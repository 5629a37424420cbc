import {
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

import { refusal } from "./refusal.ts";

export type Measured = {
  readonly errors: readonly GraphQLError[];
  /** Connections asked, each as often as the pages around it have entries. */
  readonly requests: number;
  readonly nodeCount: number;
  readonly cost: number;
  /** Of the outermost connection. */
  readonly largestPage: number;
};

const mostNodes = 500_000;
const mostPerPage = 100;

type Walk = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly errors: GraphQLError[];
  requests: number;
  nodeCount: number;
  largestPage: number;
};

/**
 * What a query costs by GitHub's published formula, and what is wrong with its pages. The rules:
 * https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export function measureQuery(
  schema: GraphQLSchema,
  source: {
    readonly document: DocumentNode;
    readonly operation: OperationDefinitionNode;
    readonly variables: Readonly<Record<string, unknown>>;
  },
): Measured {
  const { document, operation, variables } = source;
  const walk: Walk = { schema, document, variables, errors: [], requests: 0, nodeCount: 0, largestPage: 0 };
  const root = schema.getRootType(operation.operation);
  if (root !== null && root !== undefined) visit(walk, { set: operation.selectionSet, type: root, times: 1 });
  if (walk.nodeCount > mostNodes && walk.errors.length === 0) {
    const count = walk.nodeCount.toLocaleString("en-US");
    walk.errors.push(
      refusal(
        "MAX_NODE_LIMIT_EXCEEDED",
        `This query requests up to ${count} possible nodes which exceeds the maximum limit of 500,000.`,
      ),
    );
  }
  const { errors, requests, nodeCount, largestPage } = walk;
  return { errors, requests, nodeCount, largestPage, cost: Math.max(1, Math.round(requests / 100)) };
}

function visit(
  walk: Walk,
  at: { readonly set: SelectionSetNode; readonly type: GraphQLNamedType; readonly times: number },
): void {
  for (const selection of at.set.selections) {
    if (isLeftOut(walk, selection)) continue;
    if (selection.kind === Kind.FIELD) {
      visitField(walk, { field: selection, type: at.type, times: at.times });
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : findFragment(walk.document, selection.name.value);
    if (fragment === null) continue;
    const named = fragment.typeCondition?.name.value;
    const type = named === undefined ? at.type : (walk.schema.getType(named) ?? at.type);
    visit(walk, { set: fragment.selectionSet, type, times: at.times });
  }
}

function visitField(
  walk: Walk,
  at: { readonly field: FieldNode; readonly type: GraphQLNamedType; readonly times: number },
): void {
  const definition =
    isObjectType(at.type) || isInterfaceType(at.type) ? at.type.getFields()[at.field.name.value] : undefined;
  if (definition === undefined) return;
  const type = getNamedType(definition.type);
  let { times } = at;
  if (isConnection(definition, type)) {
    const size = pageOf(walk, at.field);
    walk.requests += times;
    times *= size;
    walk.nodeCount += times;
    if (walk.largestPage === 0) walk.largestPage = size;
  }
  const ids = at.field.name.value === "nodes" ? valueOf(walk, at.field, "ids") : undefined;
  if (Array.isArray(ids)) times *= Math.max(1, ids.length);
  if (at.field.selectionSet !== undefined) visit(walk, { set: at.field.selectionSet, type, times });
}

function isConnection(definition: GraphQLField<unknown, unknown>, type: GraphQLNamedType): boolean {
  const names = new Set(definition.args.map((argument) => argument.name));
  return type.name.endsWith("Connection") && names.has("first") && names.has("last");
}

function pageOf(walk: Walk, field: FieldNode): number {
  const name = field.name.value;
  const first = valueOf(walk, field, "first");
  const last = valueOf(walk, field, "last");
  const asked = first ?? last;
  if (typeof asked !== "number") {
    walk.errors.push(
      refusal(
        "MISSING_PAGINATION_BOUNDARIES",
        `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
        field,
      ),
    );
    return 0;
  }
  const which = first === undefined || first === null ? "last" : "first";
  if (asked > mostPerPage) {
    const message = `Requesting ${asked} records on the \`${name}\` connection exceeds the \`${which}\` limit of 100 records.`;
    walk.errors.push(refusal("EXCESSIVE_PAGINATION", message, field));
  }
  if (asked < 0)
    walk.errors.push(
      refusal("INVALID_PAGINATION", `\`${which}\` on the \`${name}\` connection cannot be less than zero.`, field),
    );
  return Math.max(0, asked);
}

function valueOf(walk: Walk, field: FieldNode, name: string): unknown {
  const node = field.arguments?.find((argument) => argument.name.value === name)?.value;
  if (node === undefined) return undefined;
  if (node.kind === Kind.VARIABLE) return walk.variables[node.name.value];
  if (node.kind === Kind.INT) return Number(node.value);
  if (node.kind === Kind.LIST) return node.values;
  return null;
}

function isLeftOut(walk: Walk, selection: SelectionSetNode["selections"][number]): boolean {
  const variables = { ...walk.variables };
  const skip = getDirectiveValues(GraphQLSkipDirective, selection, variables);
  const include = getDirectiveValues(GraphQLIncludeDirective, selection, variables);
  return skip?.["if"] === true || include?.["if"] === false;
}

function findFragment(document: DocumentNode, name: string) {
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name) return definition;
  }
  return null;
}
