import { canRead, permissionsOf } from "../server/access.ts";
import type { Team } from "../world/account.ts";
import { found, notFound, refuse, type RestAnswer, type RestRequest, type Route } from "./answer.ts";
import { paginate, paginateUnder } from "./paginate.ts";
import { renderAccount, renderOrganisation, renderTeam, renderWholeAccount } from "./render-account.ts";
import { renderRepository } from "./render-repository.ts";

export const accountRoutes: readonly Route[] = [
  { method: "GET", of: "root", path: "/user", run: showUser },
  { method: "GET", of: "root", path: "/user/repos", run: listOwnRepositories },
  { method: "GET", of: "root", path: "/user/orgs", run: listOwnOrganisations },
  { method: "GET", of: "root", path: "/users/{login}", run: showAccount },
  { method: "GET", of: "root", path: "/orgs/{org}", run: showOrganisation },
  { method: "GET", of: "root", path: "/orgs/{org}/repos", run: listOrganisationRepositories },
  {
    method: "GET",
    of: "root",
    path: "/orgs/{org}/teams",
    run: (request) =>
      insideOrganisation(request, () => paginate(request, teamsOf(request), (team) => renderTeam(request.urls, team))),
  },
  { method: "GET", of: "root", path: "/orgs/{org}/members", run: listMembers },
  { method: "GET", of: "root", path: "/orgs/{org}/teams/{team}/members", run: listTeamMembers },
  { method: "GET", of: "root", path: "/orgs/{org}/teams/{team}/repos", run: listTeamRepositories },
  { method: "GET", of: "root", path: "/installation/repositories", run: listInstallationRepositories },
];

function showUser({ caller, world, urls }: RestRequest): RestAnswer {
  if (caller.kind === "anonymous") return refuse(401, "Requires authentication");
  if (!("login" in caller)) return refuse(403, "Resource not accessible by integration");
  const account = world.accounts.get(caller.login.toLowerCase());
  if (account === undefined) return notFound();
  return found(renderWholeAccount(urls, account));
}

function showAccount({ params, world, urls }: RestRequest): RestAnswer {
  const account = world.accounts.get((params["login"] ?? "").replace(/\[bot\]$/, "").toLowerCase());
  if (account === undefined) return notFound();
  return found(renderWholeAccount(urls, account));
}

function showOrganisation({ params, world, urls }: RestRequest): RestAnswer {
  const account = world.accounts.get((params["org"] ?? "").toLowerCase());
  return account?.kind === "Organization" ? found(renderOrganisation(urls, account)) : notFound();
}

function listOwnRepositories(request: RestRequest): RestAnswer {
  const { caller, world, urls } = request;
  if (caller.kind === "anonymous") return refuse(401, "Requires authentication");
  if (!("login" in caller)) return refuse(403, "Resource not accessible by integration");
  const login = caller.login.toLowerCase();
  const account = world.accounts.get(login);
  const list = [...world.repositories.values()].filter(
    (one) =>
      canRead(world, caller, one) &&
      (one.owner.login.toLowerCase() === login ||
        one.collaborators.has(login) ||
        (account !== undefined && world.members.get(one.owner.login.toLowerCase())?.has(account) === true)),
  );
  return paginate(request, list, (repository) => ({
    ...renderRepository(urls, repository),
    permissions: permissionsOf(world, caller, repository),
  }));
}

function listOwnOrganisations(request: RestRequest): RestAnswer {
  const { caller, world, urls } = request;
  if (caller.kind === "anonymous") return refuse(401, "Requires authentication");
  const account = "login" in caller ? world.accounts.get(caller.login.toLowerCase()) : undefined;
  const list = [...world.members].flatMap(([login, members]) => {
    const organisation = world.accounts.get(login);
    return account !== undefined && members.has(account) && organisation !== undefined ? [organisation] : [];
  });
  return paginate(request, list, (organisation) => renderOrganisation(urls, organisation));
}

function listOrganisationRepositories(request: RestRequest): RestAnswer {
  const { world, caller, urls } = request;
  const org = (request.params["org"] ?? "").toLowerCase();
  const list = [...world.repositories.values()].filter(
    (one) => one.owner.login.toLowerCase() === org && canRead(world, caller, one),
  );
  return paginate(request, list, (repository) => renderRepository(urls, repository));
}

function listMembers(request: RestRequest): RestAnswer {
  const members = request.world.members.get((request.params["org"] ?? "").toLowerCase());
  return paginate(request, [...(members?.keys() ?? [])], (account) => renderAccount(request.urls, account));
}

function listTeamMembers(request: RestRequest): RestAnswer {
  return withTeam(request, (team) =>
    paginate(request, [...team.members.keys()], (account) => renderAccount(request.urls, account)),
  );
}

function listTeamRepositories(request: RestRequest): RestAnswer {
  const { world, urls } = request;
  return withTeam(request, (team) => {
    const list = [...team.repositories].flatMap((id) => world.repositories.get(id) ?? []);
    return paginate(request, list, (repository) => renderRepository(urls, repository));
  });
}

function listInstallationRepositories(request: RestRequest): RestAnswer {
  const { caller, world, urls } = request;
  if (caller.kind !== "installation")
    return refuse(
      403,
      "You must authenticate with an installation access token in order to list repositories for an installation.",
    );
  const names = caller.repositories === "all" ? null : new Set(caller.repositories.map((name) => name.toLowerCase()));
  const list = [...world.repositories.values()].filter(
    (one) =>
      one.owner.login.toLowerCase() === caller.owner.toLowerCase() &&
      (names === null || names.has(`${one.owner.login}/${one.name}`.toLowerCase())),
  );
  return paginateUnder(request, { key: "repositories", list }, (repository) => renderRepository(urls, repository));
}

function withTeam(request: RestRequest, run: (team: Team) => RestAnswer): RestAnswer {
  return insideOrganisation(request, () => {
    const team = teamsOf(request).find((one) => one.slug === request.params["team"]);
    return team === undefined ? notFound() : run(team);
  });
}

// Teams are seen from inside: with `read:org`, or the permission `members`.
function insideOrganisation(request: RestRequest, run: () => RestAnswer): RestAnswer {
  const { caller, world, params } = request;
  const org = params["org"] ?? "";
  if (caller.kind === "token") {
    const account = world.accounts.get(caller.login.toLowerCase());
    const isMember = account !== undefined && world.members.get(org.toLowerCase())?.has(account) === true;
    const hasScope = caller.scopes.some((scope) => ["read:org", "write:org", "admin:org", "repo"].includes(scope));
    return isMember && hasScope ? run() : notFound();
  }
  if (caller.kind === "anonymous" || caller.kind === "app") return refuse(401, "Requires authentication");
  if (caller.permissions["members"] === undefined) return refuse(403, "Resource not accessible by integration");
  return run();
}

function teamsOf({ world, params }: RestRequest): readonly Team[] {
  const org = (params["org"] ?? "").toLowerCase();
  return world.teams.filter((team) => team.organisation.login.toLowerCase() === org);
}
