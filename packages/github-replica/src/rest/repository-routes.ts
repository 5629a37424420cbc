import { ensureAccount } from "../world/create-world.ts";
import { byKey, commitsBySha, sorted } from "../world/sorted.ts";
import { found, notFound, refuse, type RepositoryRequest, type RestAnswer, type Route } from "./answer.ts";
import { normalised } from "./item-routes.ts";
import { paginate } from "./paginate.ts";
import { permissionsOf } from "../server/access.ts";
import { renderAccount, renderTeam } from "./render-account.ts";
import { renderWholeRepository } from "./render-repository.ts";
import { renderCommit } from "./render-review.ts";
import { renderDeployment, renderDeploymentStatus, renderRelease } from "./render-run.ts";
import { apiUrlOf } from "./urls.ts";

export const repositoryRoutes: readonly Route[] = [
  {
    method: "GET",
    of: "repository",
    path: "",
    run: ({ urls, repository, caller, world }) =>
      found({
        ...renderWholeRepository(urls, repository),
        ...(caller.kind === "anonymous" ? {} : { permissions: permissionsOf(world, caller, repository) }),
      }),
  },
  { method: "GET", of: "repository", path: "/commits", run: listCommits },
  { method: "GET", of: "repository", path: "/commits/{sha}", run: showCommit },
  {
    method: "GET",
    of: "repository",
    path: "/branches",
    run: (request) =>
      paginate(request, [...request.repository.branches], ([name, sha]) => ({
        name,
        commit: { sha, url: `${apiUrlOf(request.urls, request.repository)}/commits/${sha}` },
        protected: false,
      })),
  },
  {
    method: "GET",
    of: "repository",
    path: "/tags",
    run: (request) =>
      paginate(request, request.repository.tags.toReversed(), (tag) => ({
        name: tag.name,
        commit: { sha: tag.sha, url: `${apiUrlOf(request.urls, request.repository)}/commits/${tag.sha}` },
        zipball_url: `${apiUrlOf(request.urls, request.repository)}/zipball/refs/tags/${tag.name}`,
        tarball_url: `${apiUrlOf(request.urls, request.repository)}/tarball/refs/tags/${tag.name}`,
        node_id: `REF_${Buffer.from(tag.name).toString("base64url")}`,
      })),
  },
  {
    method: "GET",
    of: "repository",
    path: "/releases",
    run: (request) =>
      paginate(
        request,
        request.repository.releases
          .toSorted(
            byKey(
              (one) => one.createdAt,
              (one) => one.id,
            ),
          )
          .toReversed(),
        (release) => renderRelease(request.urls, request.repository, release),
      ),
  },
  { method: "GET", of: "repository", path: "/deployments", run: listDeployments },
  { method: "GET", of: "repository", path: "/deployments/{id}", run: (request) => withDeployment(request, "itself") },
  {
    method: "GET",
    of: "repository",
    path: "/deployments/{id}/statuses",
    run: (request) => withDeployment(request, "statuses"),
  },
  {
    method: "GET",
    of: "repository",
    path: "/teams",
    run: (request) =>
      paginate(
        request,
        request.world.teams.filter((team) => team.repositories.has(request.repository.id)),
        (team) => renderTeam(request.urls, team),
      ),
  },
  {
    method: "GET",
    of: "repository",
    path: "/stargazers",
    run: (request) => paginate(request, request.repository.stars, (star) => renderAccount(request.urls, star.account)),
  },
  {
    method: "GET",
    of: "repository",
    path: "/collaborators/{login}/permission",
    run: ({ urls, world, repository, params }) => {
      const login = params["login"] ?? "";
      const user = ensureAccount(world, login);
      return found({
        permission: repository.collaborators.get(login.toLowerCase()) ?? "read",
        user: renderAccount(urls, user),
      });
    },
  },
];

function listCommits(request: RepositoryRequest): RestAnswer {
  const { repository, query, urls } = request;
  const since = query.get("since");
  const until = query.get("until");
  const author = query.get("author");
  const sha = query.get("sha");
  if (repository.commits.length === 0) return refuse(409, "Git Repository is empty.");
  const newestFirst = sorted(repository, "commits", () => repository.commits.toReversed());
  const start = sha === null || sha === repository.defaultBranch ? 0 : newestFirst.findIndex((one) => one.sha === sha);
  if (start < 0) return notFound();
  const list = newestFirst
    .slice(start)
    .filter(
      (commit) =>
        (since === null || commit.committedAt >= normalised(since)) &&
        (until === null || commit.committedAt <= normalised(until)) &&
        (author === null || commit.author?.login === author),
    );
  return paginate(request, list, (commit) => renderCommit(urls, repository, commit));
}

function showCommit({ repository, params, urls }: RepositoryRequest): RestAnswer {
  const commit = commitsBySha(repository).get(params["sha"] ?? "");
  if (commit === undefined) return refuse(422, `No commit found for SHA: ${params["sha"]}`);
  const { additions, deletions } = commit;
  return found({
    ...renderCommit(urls, repository, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: [],
  });
}

function listDeployments(request: RepositoryRequest): RestAnswer {
  const { repository, query, urls } = request;
  const asked = { sha: query.get("sha"), ref: query.get("ref"), environment: query.get("environment") };
  const list = repository.deployments
    .filter(
      (one) =>
        (asked.sha === null || one.sha === asked.sha) &&
        (asked.ref === null || one.ref === asked.ref) &&
        (asked.environment === null || one.environment === asked.environment),
    )
    .toReversed();
  return paginate(request, list, (deployment) => renderDeployment(urls, repository, deployment));
}

function withDeployment(request: RepositoryRequest, part: "itself" | "statuses"): RestAnswer {
  const { repository, urls, params } = request;
  const deployment = repository.deployments.find((one) => one.id === Number(params["id"]));
  if (deployment === undefined) return notFound();
  if (part === "itself") return found(renderDeployment(urls, repository, deployment));
  return paginate(request, deployment.statuses.toReversed(), (status) =>
    renderDeploymentStatus(urls, repository, { deployment, status }),
  );
}
