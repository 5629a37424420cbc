import { webUrlOf } from "../rest/urls.ts";
import type { Deployment } from "../world/actions.ts";
import { connect } from "./connect.ts";
import { accountNode, commitNode, type DeploymentNode, type DeploymentStatusNode, type ReleaseNode } from "./node.ts";
import { fieldsOf, smallId, type ResolverTable } from "./resolvers.ts";

/** Releases and deployments: what leaves the repository. */
export const deliveryFields: Readonly<Record<string, ResolverTable>> = {
  Release: fieldsOf<ReleaseNode>({
    id: ({ release }) => release.nodeId,
    databaseId: ({ release }) => smallId(release.id),
    name: ({ release }) => release.name,
    tagName: ({ release }) => release.tag,
    description: ({ release }) => release.body,
    isDraft: ({ release }) => release.isDraft,
    isPrerelease: ({ release }) => release.isPrerelease,
    isLatest: ({ repository, release }) =>
      repository.releases.findLast((one) => !one.isDraft && !one.isPrerelease) === release,
    author: ({ release }) => (release.author?.kind === "User" ? accountNode(release.author) : null),
    createdAt: ({ release }) => release.createdAt,
    updatedAt: ({ release }) => release.updatedAt,
    publishedAt: ({ release }) => release.publishedAt,
    url: ({ repository, release }, _args, { urls }) => `${webUrlOf(urls, repository)}/releases/tag/${release.tag}`,
    repository: ({ repository }) => ({ type: "Repository", repository }),
    tagCommit: ({ repository, release }) =>
      commitNode(repository, repository.tags.find((tag) => tag.name === release.tag)?.sha ?? null),
    tag: ({ repository, release }) => {
      const tag = repository.tags.find((one) => one.name === release.tag);
      return tag === undefined
        ? null
        : { type: "Ref", repository, name: tag.name, prefix: "refs/tags/", sha: tag.sha, tag };
    },
  }),
  Deployment: fieldsOf<DeploymentNode>({
    id: ({ deployment }) => deployment.nodeId,
    databaseId: ({ deployment }) => smallId(deployment.id),
    commitOid: ({ deployment }) => deployment.sha,
    commit: ({ repository, deployment }) => commitNode(repository, deployment.sha),
    creator: ({ deployment }) => accountNode(deployment.creator),
    description: ({ deployment }) => deployment.description,
    environment: ({ deployment }) => deployment.environment,
    latestEnvironment: ({ deployment }) => deployment.environment,
    originalEnvironment: ({ deployment }) => deployment.environment,
    task: ({ deployment }) => deployment.task,
    payload: () => null,
    ref: ({ repository, deployment }) => ({
      type: "Ref",
      repository,
      name: deployment.ref,
      prefix: "refs/heads/",
      sha: deployment.sha,
    }),
    state: ({ deployment }) => stateOf(deployment),
    createdAt: ({ deployment }) => deployment.createdAt,
    updatedAt: ({ deployment }) => deployment.updatedAt,
    repository: ({ repository }) => ({ type: "Repository", repository }),
    latestStatus: ({ repository, deployment }) => {
      const status = deployment.statuses.at(-1);
      return status === undefined ? null : { type: "DeploymentStatus", repository, deployment, status };
    },
    statuses: ({ repository, deployment }, args) =>
      connect({
        list: deployment.statuses.toReversed(),
        args,
        isDescending: true,
        placeOf: (status) => [status.createdAt, status.id],
        toNode: (status) => ({ type: "DeploymentStatus", repository, deployment, status }),
      }),
  }),
  DeploymentStatus: fieldsOf<DeploymentStatusNode>({
    id: ({ status }) => status.nodeId,
    state: ({ status }) => status.state.toUpperCase(),
    creator: ({ status }) => accountNode(status.creator),
    description: ({ status }) => status.description,
    environment: ({ deployment }) => deployment.environment,
    environmentUrl: () => null,
    logUrl: () => null,
    createdAt: ({ status }) => status.createdAt,
    updatedAt: ({ status }) => status.createdAt,
    deployment: ({ repository, deployment }) => ({ type: "Deployment", repository, deployment }),
  }),
};

// A deployment that succeeded is ACTIVE until the next one of its environment makes it INACTIVE.
function stateOf(deployment: Deployment): string {
  const state = deployment.statuses.at(-1)?.state;
  if (state === undefined) return "PENDING";
  return state === "success" ? "ACTIVE" : state.toUpperCase();
}
