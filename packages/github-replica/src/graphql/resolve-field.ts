import { GraphQLError, type GraphQLFieldResolver, type GraphQLTypeResolver } from "graphql";

import { accountFields } from "./account-fields.ts";
import { commitFields } from "./commit-fields.ts";
import { deliveryFields } from "./delivery-fields.ts";
import { itemFields } from "./item-fields.ts";
import type { GraphqlContext } from "./node.ts";
import { pullFields } from "./pull-fields.ts";
import { queryFields } from "./query-fields.ts";
import { repositoryFields } from "./repository-fields.ts";
import type { Args, ResolverTable } from "./resolvers.ts";
import { reviewFields } from "./review-fields.ts";
import { timelineFields } from "./timeline-fields.ts";

const tables: Readonly<Record<string, ResolverTable>> = {
  ...queryFields,
  ...repositoryFields,
  ...itemFields,
  ...pullFields,
  ...reviewFields,
  ...commitFields,
  ...timelineFields,
  ...deliveryFields,
  ...accountFields,
};

/** A field that the replica cannot answer is an error that says so: silence would pass for an empty GitHub. */
export const resolveField: GraphQLFieldResolver<unknown, GraphqlContext, Args> = (source, args, ctx, info) => {
  const resolver = tables[info.parentType.name]?.[info.fieldName];
  if (resolver !== undefined) return resolver(source, args, ctx);
  const value: unknown =
    typeof source === "object" && source !== null ? Reflect.get(source, info.fieldName) : undefined;
  if (typeof value === "function") return (value as () => unknown)();
  if (value !== undefined) return value;
  throw new GraphQLError(
    `The replica has no answer for ${info.parentType.name}.${info.fieldName}. Teach it in packages/github-replica/src/graphql`,
  );
};

export const resolveType: GraphQLTypeResolver<unknown, GraphqlContext> = (value) => {
  const type: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "type") : undefined;
  return typeof type === "string" ? type : undefined;
};
