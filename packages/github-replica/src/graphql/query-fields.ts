import { canRead } from "../server/access.ts";
import type { World } from "../world/create-world.ts";
import type { Repository } from "../world/repository.ts";
import { findNode } from "./find-node.ts";
import { accountNode, type GraphqlContext } from "./node.ts";
import { refusal } from "./refusal.ts";
import { fieldsOf, textOf, textsOf, type ResolverTable } from "./resolvers.ts";

export const queryFields: Readonly<Record<string, ResolverTable>> = {
  Query: fieldsOf<Record<string, unknown>>({
    rateLimit: (root) => root["rateLimit"],
    viewer: (_root, _args, { world, caller }) => {
      const account = "login" in caller ? world.accounts.get(caller.login.toLowerCase()) : undefined;
      if (account === undefined) throw refusal("FORBIDDEN", "Resource not accessible by integration");
      return accountNode(account);
    },
    repository: (_root, args, ctx) => {
      const name = `${textOf(args, "owner") ?? ""}/${textOf(args, "name") ?? ""}`;
      const repository = findRepository(ctx.world, { name, isFollowing: args["followRenames"] !== false });
      if (repository === null || !canRead(ctx.world, ctx.caller, repository)) {
        throw refusal("NOT_FOUND", `Could not resolve to a Repository with the name '${name}'.`);
      }
      return { type: "Repository", repository };
    },
    node: (_root, args, ctx) => getNode(ctx, textOf(args, "id") ?? ""),
    nodes: (_root, args, ctx) => (textsOf(args, "ids") ?? []).map((id) => nodeOrError(ctx, id)),
    organization: (_root, args, { world }) => {
      const login = textOf(args, "login") ?? "";
      const account = world.accounts.get(login.toLowerCase());
      if (account?.kind === "Organization") return accountNode(account);
      throw refusal("NOT_FOUND", `Could not resolve to an Organization with the login of '${login}'.`);
    },
    user: (_root, args, { world }) => {
      const login = textOf(args, "login") ?? "";
      const account = world.accounts.get(login.toLowerCase());
      if (account?.kind === "User") return accountNode(account);
      throw refusal("NOT_FOUND", `Could not resolve to a User with the login of '${login}'.`);
    },
  }),
};

/** By its present name or one it once had: GraphQL follows renames without saying so, unless told not to. */
function findRepository(
  world: World,
  { name, isFollowing }: { readonly name: string; readonly isFollowing: boolean },
): Repository | null {
  const former = isFollowing ? world.formerNames.get(name.toLowerCase()) : undefined;
  const id = world.names.get(name.toLowerCase()) ?? former;
  return id === undefined ? null : (world.repositories.get(id) ?? null);
}

function getNode(ctx: GraphqlContext, id: string): unknown {
  const node = findNode(ctx.world, id);
  if (node === null || ("repository" in node && !canRead(ctx.world, ctx.caller, node.repository))) {
    throw refusal("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
  }
  return node;
}

// One that is not found is null with an error of its own; the others are answered.
function nodeOrError(ctx: GraphqlContext, id: string): unknown {
  try {
    return getNode(ctx, id);
  } catch (error) {
    return error;
  }
}
