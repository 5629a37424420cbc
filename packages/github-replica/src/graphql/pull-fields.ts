import { isTeam } from "../rest/render-pull.ts";
import type { Account, Team } from "../world/account.ts";
import type { World } from "../world/create-world.ts";
import type { PullRequest } from "../world/item.ts";
import { makeNodeId } from "../world/node-id.ts";
import { byKey } from "../world/sorted.ts";
import { connect } from "./connect.ts";
import { commonItemFields } from "./item-fields.ts";
import {
  accountNode,
  commitNode,
  type FileNode,
  type PullCommitNode,
  type PullNode,
  type RequestNode,
} from "./node.ts";
import { fieldsOf, smallId, textOf, textsOf, type ResolverTable } from "./resolvers.ts";
import { threadsOf } from "./review-fields.ts";

export const pullFields: Readonly<Record<string, ResolverTable>> = {
  PullRequest: {
    ...commonItemFields,
    ...fieldsOf<PullNode>({
      isDraft: ({ item }) => item.isDraft,
      merged: ({ item }) => item.mergedAt !== null,
      mergedAt: ({ item }) => item.mergedAt,
      mergedBy: ({ item }) => accountNode(item.mergedBy),
      mergeCommit: ({ repository, item }) => commitNode(repository, item.mergeSha),
      mergeable: ({ item }) => (item.closedAt === null ? "MERGEABLE" : "UNKNOWN"),
      additions: ({ item }) => item.files.reduce((sum, file) => sum + file.additions, 0),
      deletions: ({ item }) => item.files.reduce((sum, file) => sum + file.deletions, 0),
      changedFiles: ({ item }) => item.files.length,
      totalCommentsCount: ({ item }) => item.comments.length + item.reviews.flatMap((review) => review.comments).length,
      baseRefName: ({ item }) => item.base.ref,
      baseRefOid: ({ item }) => item.base.sha,
      baseRepository: ({ item }, _args, { world }) => findRepository(world, item.base.repository),
      baseRef: () => null,
      headRefName: ({ item }) => item.head.ref,
      headRefOid: ({ item }) => item.head.sha,
      headRepository: ({ item, repository }, _args, { world }) => forkOf(world, { item, repository }),
      headRepositoryOwner: ({ item }, _args, { world }) =>
        accountNode(world.accounts.get(item.head.repository?.split("/")[0]?.toLowerCase() ?? "") ?? null),
      headRef: () => null,
      isCrossRepository: ({ item }) => item.head.repository !== item.base.repository,
      maintainerCanModify: () => false,
      reviewDecision: ({ item }) => decisionOf(item),
      autoMergeRequest: () => null,
      commits: ({ repository, item }, args) =>
        connect({
          list: item.commits.map((commit, index) => ({ commit, index })),
          args,
          placeOf: ({ index }) => [index, 0],
          toNode: ({ commit }) => ({ type: "PullRequestCommit", repository, item, commit }),
        }),
      files: ({ repository, item }, args) =>
        connect({
          list: item.files,
          args,
          placeOf: (file) => [file.path, 0],
          toNode: (file) => ({ type: "PullRequestChangedFile", repository, file }),
        }),
      reviews: ({ repository, item }, args) => {
        const states = textsOf(args, "states");
        const author = textOf(args, "author");
        return connect({
          list: item.reviews
            .filter((one) => states === null || states.includes(one.state))
            .filter((one) => author === null || one.author?.login === author)
            .toSorted(
              byKey(
                (one) => one.createdAt,
                (one) => one.id,
              ),
            ),
          args,
          placeOf: (one) => [one.createdAt, one.id],
          toNode: (review) => ({ type: "PullRequestReview", repository, item, review }),
        });
      },
      latestReviews: ({ repository, item }, args) => {
        const latest = new Map(item.reviews.map((review) => [review.author, review]));
        return connect({
          list: [...latest.values()],
          args,
          placeOf: (one) => [one.createdAt, one.id],
          toNode: (review) => ({ type: "PullRequestReview", repository, item, review }),
        });
      },
      reviewThreads: (node, args) =>
        connect({
          list: threadsOf(node),
          args,
          placeOf: (thread) => [thread.comments[0]?.comment.id ?? 0, 0],
          toNode: (thread) => thread,
        }),
      reviewRequests: ({ repository, item }, args) =>
        connect({
          list: item.requested,
          args,
          placeOf: (subject) => [subject.id, 0],
          toNode: (subject) => ({ type: "ReviewRequest", repository, item, subject }),
        }),
      closingIssuesReferences: (_node, args) => connect({ list: [], args, placeOf: () => [0, 0], toNode: () => null }),
    }),
  },
  PullRequestCommit: fieldsOf<PullCommitNode>({
    id: ({ repository, item, commit }) =>
      makeNodeId({ prefix: "PURC", repositoryId: repository.id, number: item.number, key: commit.sha }),
    commit: ({ repository, commit }) => ({ type: "Commit", repository, commit }),
    pullRequest: ({ repository, item }) => ({ type: "PullRequest", repository, item }),
  }),
  PullRequestChangedFile: fieldsOf<FileNode>({
    path: ({ file }) => file.path,
    additions: ({ file }) => file.additions,
    deletions: ({ file }) => file.deletions,
    changeType: ({ file }) => (file.status === "removed" ? "DELETED" : file.status.toUpperCase()),
    viewerViewedState: () => "UNVIEWED",
  }),
  ReviewRequest: fieldsOf<RequestNode>({
    id: ({ repository, item, subject }) =>
      makeNodeId({ prefix: "RRQ", repositoryId: repository.id, number: item.number, key: subject.id }),
    databaseId: ({ subject }) => smallId(subject.id),
    asCodeOwner: () => false,
    pullRequest: ({ repository, item }) => ({ type: "PullRequest", repository, item }),
    requestedReviewer: ({ subject }) => subjectNode(subject),
  }),
};

export function subjectNode(subject: Account | Team) {
  return isTeam(subject) ? { type: "Team" as const, team: subject } : accountNode(subject);
}

function findRepository(world: World, fullName: string | null) {
  const id =
    fullName === null
      ? undefined
      : (world.names.get(fullName.toLowerCase()) ?? world.formerNames.get(fullName.toLowerCase()));
  const repository = id === undefined ? undefined : world.repositories.get(id);
  return repository === undefined ? null : { type: "Repository" as const, repository };
}

// A fork is not loaded with its parent, yet GitHub tells its name as long as it exists.
function forkOf(world: World, { item, repository }: Pick<PullNode, "item" | "repository">) {
  const fullName = item.head.repository;
  if (fullName === null) return null;
  const known = findRepository(world, fullName);
  if (known !== null) return known;
  const [owner = "", name = ""] = fullName.split("/");
  const account = world.accounts.get(owner.toLowerCase());
  const id = `R_fork_${Buffer.from(fullName).toString("base64url")}`;
  return {
    type: "Repository" as const,
    repository: {
      ...repository,
      nodeId: id,
      owner: account ?? { ...repository.owner, login: owner },
      name,
      isFork: true,
    },
  };
}

function decisionOf(item: PullRequest): string | null {
  const opinions = item.reviews.filter((review) => review.state !== "COMMENTED");
  const latest = new Map(opinions.map((review) => [review.author, review.state]));
  if ([...latest.values()].includes("CHANGES_REQUESTED")) return "CHANGES_REQUESTED";
  return [...latest.values()].includes("APPROVED") ? "APPROVED" : null;
}
