import { GraphQLError, type ASTNode } from "graphql";

export type GraphqlErrorBody = {
  readonly type?: string;
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
};

/** An error with the `type` that GitHub puts beside the message: NOT_FOUND, FORBIDDEN, RATE_LIMITED, EXCESSIVE_PAGINATION and the like. */
export function refusal(type: string, message: string, node?: ASTNode): GraphQLError {
  return new GraphQLError(message, { ...(node === undefined ? {} : { nodes: node }), extensions: { type } });
}

export function toErrorBody(error: GraphQLError): GraphqlErrorBody {
  const { type, ...extensions } = error.extensions;
  return {
    ...(typeof type === "string" ? { type } : {}),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
    message: error.message,
  };
}
