import { webUrlOf } from "../rest/urls.ts";
import { permissionsOf } from "../server/access.ts";
import { lacksPermission, refusalOf } from "../server/lacks-permission.ts";
import type { Deployment, Release } from "../world/actions.ts";
import type { Issue, Item, PullRequest } from "../world/item.ts";
import { fullNameOf, type Repository } from "../world/repository.ts";
import { byKey, commitsBySha, sorted } from "../world/sorted.ts";
import { connect } from "./connect.ts";
import { accountNode, commitNode, itemNode, type GraphqlContext, type RefNode, type RepositoryNode } from "./node.ts";
import { refusal } from "./refusal.ts";
import { fieldsOf, recordOf, smallId, textOf, textsOf, type Args, type ResolverTable } from "./resolvers.ts";

export const repositoryFields: Readonly<Record<string, ResolverTable>> = {
  Repository: fieldsOf<RepositoryNode>({
    id: ({ repository }) => repository.nodeId,
    databaseId: ({ repository }) => smallId(repository.id),
    name: ({ repository }) => repository.name,
    nameWithOwner: ({ repository }) => fullNameOf(repository),
    owner: ({ repository }) => accountNode(repository.owner),
    description: ({ repository }) => repository.description,
    url: ({ repository }, _args, { urls }) => webUrlOf(urls, repository),
    resourcePath: ({ repository }) => `/${fullNameOf(repository)}`,
    isPrivate: ({ repository }) => repository.isPrivate,
    isArchived: ({ repository }) => repository.isArchived,
    isFork: ({ repository }) => repository.isFork,
    isEmpty: ({ repository }) => repository.commits.length === 0,
    isInOrganization: ({ repository }) => repository.owner.kind === "Organization",
    isDisabled: () => false,
    isLocked: () => false,
    isMirror: () => false,
    isTemplate: () => false,
    hasIssuesEnabled: () => true,
    diskUsage: ({ repository }) => repository.commits.length * 12,
    homepageUrl: () => null,
    visibility: ({ repository }) => (repository.isPrivate ? "PRIVATE" : "PUBLIC"),
    createdAt: ({ repository }) => repository.createdAt,
    updatedAt: ({ repository }) => repository.updatedAt,
    pushedAt: ({ repository }) => repository.pushedAt,
    archivedAt: ({ repository }) => (repository.isArchived ? repository.updatedAt : null),
    stargazerCount: ({ repository }) => repository.stars.length + repository.otherStars,
    forkCount: ({ repository }) => repository.forks,
    primaryLanguage: ({ repository }) =>
      repository.language === null
        ? null
        : { type: "Language", id: `L_${repository.language}`, name: repository.language, color: null },
    viewerPermission: ({ repository }, _args, { world, caller }) => {
      const { admin, push } = permissionsOf(world, caller, repository);
      return admin ? "ADMIN" : push ? "WRITE" : "READ";
    },
    viewerCanAdminister: ({ repository }, _args, { world, caller }) => permissionsOf(world, caller, repository).admin,
    stargazers: ({ repository }, args) =>
      connect({
        list: repository.stars,
        args,
        placeOf: (star) => [star.at, star.account.id],
        toNode: (star) => accountNode(star.account),
      }),
    watchers: ({ repository }) => counted(repository.watchers),
    forks: ({ repository }) => counted(repository.forks),
    issue: ({ repository }, args) => getItem(repository, args, { type: "Issue", kinds: ["issue"] }),
    pullRequest: ({ repository }, args) => getItem(repository, args, { type: "PullRequest", kinds: ["pull"] }),
    issueOrPullRequest: ({ repository }, args) =>
      getItem(repository, args, { type: "issue or pull request", kinds: ["issue", "pull"] }),
    issues: ({ repository }, args, ctx) => needing(ctx, repository, "issues") && listItems(repository, args, "issue"),
    pullRequests: ({ repository }, args, ctx) =>
      needing(ctx, repository, "pull_requests") && listItems(repository, args, "pull"),
    label: ({ repository }, args) => {
      const label = repository.labels.get(textOf(args, "name") ?? "");
      return label === undefined ? null : { type: "Label", repository, label };
    },
    labels: ({ repository }, args) =>
      connect({
        list: [...repository.labels.values()].toSorted(
          byKey(
            (label) => label.id,
            () => 0,
          ),
        ),
        args,
        placeOf: (label) => [label.id, 0],
        toNode: (label) => ({ type: "Label", repository, label }),
      }),
    milestones: ({ repository }, args) => listMilestones(repository, args),
    releases: ({ repository }, args, ctx) => needing(ctx, repository, "contents") && listReleases(repository, args),
    latestRelease: ({ repository }) => {
      const release = repository.releases.findLast((one) => !one.isDraft && !one.isPrerelease);
      return release === undefined ? null : { type: "Release", repository, release };
    },
    deployments: ({ repository }, args, ctx) =>
      needing(ctx, repository, "deployments") && listDeployments(repository, args),
    defaultBranchRef: ({ repository }, _args, ctx) =>
      needing(ctx, repository, "contents") && branchOf(repository, repository.defaultBranch),
    ref: ({ repository }, args) => findRef(repository, textOf(args, "qualifiedName") ?? ""),
    refs: ({ repository }, args, ctx) => needing(ctx, repository, "contents") && listRefs(repository, args),
    object: ({ repository }, args) => {
      const name = textOf(args, "oid") ?? textOf(args, "expression") ?? "";
      const commit = commitsBySha(repository).get(repository.branches.get(name) ?? name);
      return commit === undefined ? null : commitNode(repository, commit.sha);
    },
  }),
};

function needing({ caller }: GraphqlContext, repository: Repository, permission: string): true {
  if (lacksPermission(caller, repository, [permission])) throw refusal("FORBIDDEN", refusalOf(caller));
  return true;
}

function counted(totalCount: number) {
  return {
    totalCount,
    nodes: [],
    edges: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  };
}

function getItem(
  repository: Repository,
  args: Args,
  wanted: { readonly type: string; readonly kinds: readonly Item["kind"][] },
) {
  const number = Number(args["number"]);
  const item = repository.items.get(number);
  if (item !== undefined && wanted.kinds.includes(item.kind)) return itemNode(repository, item);
  const article = wanted.type === "PullRequest" ? "a" : "an";
  throw refusal("NOT_FOUND", `Could not resolve to ${article} ${wanted.type} with the number of ${number}.`);
}

function listItems(repository: Repository, args: Args, kind: Item["kind"]) {
  const order = recordOf(args, "orderBy");
  const field =
    order["field"] === "UPDATED_AT" ? "UPDATED_AT" : order["field"] === "COMMENTS" ? "COMMENTS" : "CREATED_AT";
  const isDescending = order["direction"] === "DESC";
  const keyOf = (item: Item) =>
    field === "UPDATED_AT" ? item.updatedAt : field === "COMMENTS" ? item.comments.length : item.createdAt;
  const all = sorted(repository, `graphql ${kind} ${field} ${isDescending}`, () => {
    const ascending = [...repository.items.values()]
      .filter((item) => item.kind === kind)
      .toSorted(byKey(keyOf, (item) => item.number));
    return isDescending ? ascending.toReversed() : ascending;
  });
  return connect({
    list: all.filter((item) => isAsked(item, args)),
    args,
    isDescending,
    placeOf: (item) => [keyOf(item), item.number],
    toNode: (item) => itemNode(repository, item),
  });
}

function isAsked(item: Issue | PullRequest, args: Args): boolean {
  const filterBy = recordOf(args, "filterBy");
  const states = textsOf(args, "states") ?? textsOf(filterBy, "states");
  const labels = textsOf(args, "labels") ?? textsOf(filterBy, "labels");
  const since = textOf(filterBy, "since");
  const base = textOf(args, "baseRefName");
  const head = textOf(args, "headRefName");
  if (states !== null && !states.includes(stateOf(item))) return false;
  if (labels !== null && !item.labels.some((label) => labels.includes(label.name))) return false;
  if (since !== null && item.updatedAt < new Date(since).toISOString().replace(/\.\d{3}Z$/, "Z")) return false;
  if (item.kind === "issue") return true;
  return (base === null || item.base.ref === base) && (head === null || item.head.ref === head);
}

export function stateOf(item: Item): "OPEN" | "CLOSED" | "MERGED" {
  if (item.kind === "pull" && item.mergedAt !== null) return "MERGED";
  return item.closedAt === null ? "OPEN" : "CLOSED";
}

function listMilestones(repository: Repository, args: Args) {
  const states = textsOf(args, "states");
  const order = recordOf(args, "orderBy");
  const keyOf = { UPDATED_AT: "updatedAt", CREATED_AT: "createdAt", DUE_DATE: "dueOn", NUMBER: "number" } as const;
  const field = keyOf[(textOf(order, "field") ?? "NUMBER") as keyof typeof keyOf];
  const isDescending = order["direction"] === "DESC";
  const ascending = [...repository.milestones.values()]
    .filter((one) => states === null || states.includes(one.state.toUpperCase()))
    .toSorted(
      byKey(
        (one) => one[field] ?? "",
        (one) => one.number,
      ),
    );
  return connect({
    list: isDescending ? ascending.toReversed() : ascending,
    args,
    isDescending,
    placeOf: (one) => [one[field] ?? "", one.number],
    toNode: (milestone) => ({ type: "Milestone", repository, milestone }),
  });
}

function listReleases(repository: Repository, args: Args) {
  const order = recordOf(args, "orderBy");
  const keyOf = (release: Release) => (order["field"] === "NAME" ? (release.name ?? "") : release.createdAt);
  const isDescending = order["direction"] !== "ASC";
  const ascending = repository.releases.toSorted(byKey(keyOf, (one) => one.id));
  return connect({
    list: isDescending ? ascending.toReversed() : ascending,
    args,
    isDescending,
    placeOf: (one) => [keyOf(one), one.id],
    toNode: (release) => ({ type: "Release", repository, release }),
  });
}

function listDeployments(repository: Repository, args: Args) {
  const environments = textsOf(args, "environments");
  const isDescending = recordOf(args, "orderBy")["direction"] === "DESC";
  const ascending = sorted<Deployment>(repository, "graphql deployments", () =>
    repository.deployments.toSorted(
      byKey(
        (one) => one.createdAt,
        (one) => one.id,
      ),
    ),
  ).filter((one) => environments === null || environments.includes(one.environment));
  return connect({
    list: isDescending ? ascending.toReversed() : ascending,
    args,
    isDescending,
    placeOf: (one) => [one.createdAt, one.id],
    toNode: (deployment) => ({ type: "Deployment", repository, deployment }),
  });
}

function listRefs(repository: Repository, args: Args) {
  const prefix = textOf(args, "refPrefix") ?? "";
  const named: RefNode[] = prefix.startsWith("refs/tags")
    ? repository.tags.map((tag) => ({
        type: "Ref",
        repository,
        name: tag.name,
        prefix: "refs/tags/",
        sha: tag.sha,
        tag,
      }))
    : [...repository.branches].map(([name, sha]) => ({ type: "Ref", repository, name, prefix: "refs/heads/", sha }));
  const order = recordOf(args, "orderBy");
  const dates = new Map(repository.commits.map((commit) => [commit.sha, commit.committedAt]));
  const keyOf = (ref: RefNode) => (order["field"] === "TAG_COMMIT_DATE" ? (dates.get(ref.sha) ?? "") : ref.name);
  const isDescending = order["direction"] === "DESC" || args["direction"] === "DESC";
  const ascending = named.toSorted((left, right) => {
    const [one, other] = [`${keyOf(left)} ${left.name}`, `${keyOf(right)} ${right.name}`];
    return one < other ? -1 : 1;
  });
  return connect({
    list: isDescending ? ascending.toReversed() : ascending,
    args,
    isDescending,
    placeOf: (ref) => [`${keyOf(ref)} ${ref.name}`, 0],
    toNode: (ref) => ref,
  });
}

function findRef(repository: Repository, name: string): RefNode | null {
  const tag = repository.tags.find((one) => name === `refs/tags/${one.name}`);
  if (tag !== undefined) return { type: "Ref", repository, name: tag.name, prefix: "refs/tags/", sha: tag.sha, tag };
  return branchOf(repository, name.replace(/^refs\/heads\//, ""));
}

function branchOf(repository: Repository, name: string): RefNode | null {
  const sha = repository.branches.get(name);
  return sha === undefined ? null : { type: "Ref", repository, name, prefix: "refs/heads/", sha };
}
