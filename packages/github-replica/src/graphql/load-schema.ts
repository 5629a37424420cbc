import { buildSchema, type GraphQLSchema } from "graphql";

let loading: Promise<GraphQLSchema> | null = null;

/** GitHub's published schema. Read at the first query: it takes a third of a second, and many tests ask over REST only. */
export function loadSchema(): Promise<GraphQLSchema> {
  loading ??= import("@octokit/graphql-schema").then(({ schema }) =>
    buildSchema(schema.idl, { assumeValid: true, assumeValidSDL: true }),
  );
  return loading;
}
