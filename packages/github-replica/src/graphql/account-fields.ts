import { canRead } from "../server/access.ts";
import { connect } from "./connect.ts";
import { accountNode, type AccountNode, type TeamNode } from "./node.ts";
import { fieldsOf, smallId, textOf, type Resolver, type ResolverTable } from "./resolvers.ts";

const actor: Readonly<Record<string, Resolver>> = fieldsOf<AccountNode>({
  id: ({ account }) => account.nodeId,
  databaseId: ({ account }) => smallId(account.id),
  login: ({ account }) => account.login,
  name: ({ account }) => account.name,
  email: ({ account }) => account.email ?? "",
  avatarUrl: ({ account }, _args, { urls }) => `${urls.web}/avatars/${account.id}`,
  url: ({ account }, _args, { urls }) => `${urls.web}/${account.kind === "Bot" ? "apps/" : ""}${account.login}`,
  resourcePath: ({ account }) => `/${account.kind === "Bot" ? "apps/" : ""}${account.login}`,
  createdAt: ({ account }) => account.createdAt,
  updatedAt: ({ account }) => account.createdAt,
  repositories: ({ account }, args, { world, caller }) =>
    connect({
      list: [...world.repositories.values()]
        .filter((one) => one.owner === account && canRead(world, caller, one))
        .toSorted((left, right) => left.id - right.id),
      args,
      placeOf: (one) => [one.id, 0],
      toNode: (repository) => ({ type: "Repository", repository }),
    }),
});

export const accountFields: Readonly<Record<string, ResolverTable>> = {
  User: {
    ...actor,
    ...fieldsOf<AccountNode>({
      isViewer: ({ account }, _args, { caller }) => "login" in caller && caller.login === account.login,
      organizations: ({ account }, args, { world }) => {
        const list = [...world.members].flatMap(([login, members]) => {
          const organisation = world.accounts.get(login);
          return members.has(account) && organisation !== undefined ? [organisation] : [];
        });
        return connect({ list, args, placeOf: (one) => [one.id, 0], toNode: (one) => accountNode(one) });
      },
    }),
  },
  Bot: actor,
  Organization: {
    ...actor,
    ...fieldsOf<AccountNode>({
      membersWithRole: ({ account }, args, { world }) =>
        connect({
          list: [...(world.members.get(account.login.toLowerCase())?.keys() ?? [])].toSorted(
            (left, right) => left.id - right.id,
          ),
          args,
          placeOf: (one) => [one.id, 0],
          toNode: (one) => accountNode(one),
        }),
      team: ({ account }, args, { world }) => {
        const team = world.teams.find((one) => one.organisation === account && one.slug === textOf(args, "slug"));
        return team === undefined ? null : { type: "Team", team };
      },
      teams: ({ account }, args, { world }) =>
        connect({
          list: world.teams.filter((one) => one.organisation === account).toSorted((left, right) => left.id - right.id),
          args,
          placeOf: (one) => [one.id, 0],
          toNode: (team) => ({ type: "Team", team }),
        }),
    }),
  },
  Team: fieldsOf<TeamNode>({
    id: ({ team }) => team.nodeId,
    databaseId: ({ team }) => smallId(team.id),
    name: ({ team }) => team.name,
    slug: ({ team }) => team.slug,
    combinedSlug: ({ team }) => `${team.organisation.login}/${team.slug}`,
    description: ({ team }) => team.description,
    privacy: () => "VISIBLE",
    organization: ({ team }) => accountNode(team.organisation),
    parentTeam: () => null,
    createdAt: ({ team }) => team.createdAt,
    updatedAt: ({ team }) => team.updatedAt,
    url: ({ team }, _args, { urls }) => `${urls.web}/orgs/${team.organisation.login}/teams/${team.slug}`,
    members: ({ team }, args) => {
      const page = connect({
        list: [...team.members].toSorted(([left], [right]) => left.id - right.id),
        args,
        placeOf: ([account]) => [account.id, 0],
        toNode: (member) => member[0],
      });
      const edges = page.edges().map(({ cursor, node }) => ({
        cursor,
        node: accountNode(node as AccountNode["account"]),
        role: team.members.get(node as AccountNode["account"]) === "maintainer" ? "MAINTAINER" : "MEMBER",
      }));
      return { ...page, edges, nodes: edges.map((edge) => edge.node) };
    },
    repositories: ({ team }, args, { world }) =>
      connect({
        list: [...team.repositories].flatMap((id) => world.repositories.get(id) ?? []),
        args,
        placeOf: (one) => [one.id, 0],
        toNode: (repository) => ({ type: "Repository", repository }),
      }),
  }),
};
