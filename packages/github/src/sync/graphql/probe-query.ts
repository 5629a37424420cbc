import { actorFragment } from "./actor.ts";

/** One point. The lists are as long as what may change in them without anything else showing it. */
export const probeQuery = `
query RepositoryProbe($owner: String!, $name: String!, $hasDeployments: Boolean!) {
  rateLimit { cost }
  repository(owner: $owner, name: $name) {
    id
    databaseId
    name
    owner { ...ActorFields }
    description
    visibility
    isArchived
    isFork
    createdAt
    pushedAt
    updatedAt
    stargazerCount
    forkCount
    watchers(first: 1) { totalCount }
    defaultBranchRef { name target { oid } }
    labels(first: 100, orderBy: { field: NAME, direction: ASC }) { totalCount nodes { id name description color } }
    milestones(first: 5, orderBy: { field: UPDATED_AT, direction: DESC }) { totalCount nodes { number updatedAt } }
    issues(first: 5, orderBy: { field: UPDATED_AT, direction: DESC }) { totalCount nodes { number updatedAt } }
    pullRequests(first: 5, orderBy: { field: UPDATED_AT, direction: DESC }) { totalCount nodes { number updatedAt } }
    releases(first: 20, orderBy: { field: CREATED_AT, direction: DESC }) { totalCount nodes { id updatedAt } }
    refs(refPrefix: "refs/tags/", first: 20, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) {
      totalCount
      nodes { name target { oid } }
    }
    deployments(first: 20, orderBy: { field: CREATED_AT, direction: DESC }) @include(if: $hasDeployments) {
      totalCount
      nodes { id updatedAt state }
    }
  }
}
${actorFragment}`;
