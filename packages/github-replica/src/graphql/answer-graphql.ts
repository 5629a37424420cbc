import {
  execute,
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from "graphql";

import type { Urls } from "../rest/urls.ts";
import type { Caller } from "../server/credentials.ts";
import type { Budget } from "../server/limits.ts";
import { toInstant, type World } from "../world/create-world.ts";
import { loadSchema } from "./load-schema.ts";
import { measureQuery, type Measured } from "./measure-query.ts";
import { refusal, toErrorBody, type GraphqlErrorBody } from "./refusal.ts";
import { resolveField, resolveType } from "./resolve-field.ts";

export type GraphqlInput = {
  readonly world: World;
  readonly urls: Urls;
  readonly caller: Caller;
  readonly request: {
    readonly query: string;
    readonly variables: Readonly<Record<string, unknown>>;
    readonly operationName: string | null;
  };
  readonly budget: Budget;
};

export type GraphqlAnswer = {
  readonly cost: number;
  readonly body: { readonly data?: unknown; readonly errors?: readonly GraphqlErrorBody[] };
};

/** Executes a query as GitHub would, or says in its words why not. A query that is refused costs nothing. */
export async function answerGraphql(input: GraphqlInput): Promise<GraphqlAnswer> {
  const schema = await loadSchema();
  const { document, errors } = read(schema, input.request.query);
  if (document === null) return refuse(errors);
  const operation = getOperationAST(document, input.request.operationName);
  if (operation === null || operation === undefined)
    return refuse([new GraphQLError("No operation named so in the query")]);
  if (operation.operation !== OperationTypeNode.QUERY) {
    return refuse([refusal("FORBIDDEN", "The replica answers queries only; change it through its own functions")]);
  }
  const measured = measureQuery(schema, { document, operation, variables: input.request.variables });
  if (measured.errors.length > 0) return refuse(measured.errors);
  if (input.budget.remaining < measured.cost) {
    return refuse([refusal("RATE_LIMITED", "API rate limit exceeded for this user.")]);
  }
  return run(schema, { ...input, document, measured });
}

async function run(
  schema: GraphQLSchema,
  input: GraphqlInput & { readonly document: DocumentNode; readonly measured: Measured },
): Promise<GraphqlAnswer> {
  const { world, urls, caller, budget, measured, document, request } = input;
  const { data, errors } = await execute({
    schema,
    document,
    rootValue: { rateLimit: rateLimit(budget, measured) },
    contextValue: { world, urls, caller },
    variableValues: request.variables,
    operationName: request.operationName,
    fieldResolver: resolveField,
    typeResolver: resolveType,
  });
  const list = errors?.map((error) => toErrorBody(error)) ?? [];
  return {
    cost: measured.cost,
    body: { ...(data === undefined ? {} : { data }), ...(list.length === 0 ? {} : { errors: list }) },
  };
}

const read = remember((schema: GraphQLSchema, query: string) => {
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    return errors.length === 0 ? { document, errors } : { document: null, errors };
  } catch (error) {
    if (error instanceof GraphQLError) return { document: null, errors: [error] };
    throw error;
  }
});

type Read = { readonly document: DocumentNode | null; readonly errors: readonly GraphQLError[] };

// A sync asks the same few queries thousands of times, and checking one takes as long as answering it.
function remember(make: (schema: GraphQLSchema, query: string) => Read) {
  const known = new Map<string, Read>();
  return (schema: GraphQLSchema, query: string): Read => {
    const hit = known.get(query) ?? make(schema, query);
    if (known.size > 200) known.clear();
    known.set(query, hit);
    return hit;
  };
}

function rateLimit(budget: Budget, measured: Measured) {
  const isLimited = Number.isFinite(budget.limit);
  return {
    cost: measured.cost,
    nodeCount: measured.nodeCount,
    limit: isLimited ? budget.limit : 0,
    used: budget.used + measured.cost,
    remaining: isLimited ? budget.remaining - measured.cost : 0,
    resetAt: toInstant(budget.resetAt),
  };
}

function refuse(errors: readonly GraphQLError[]): GraphqlAnswer {
  return { cost: 0, body: { errors: errors.map((error) => toErrorBody(error)) } };
}
