import type { World } from "../world/create-world.ts";
import { readNodeId, type NodeAddress } from "../world/node-id.ts";
import type { Repository } from "../world/repository.ts";
import { commitsBySha } from "../world/sorted.ts";
import { accountNode, itemNode, type AccountNode, type TeamNode } from "./node.ts";

type Found = { readonly type: string; readonly repository: Repository } | AccountNode | TeamNode;

/** What a global id stands for; null for what is gone or never was. */
export function findNode(world: World, id: string): Found | null {
  const foreign = world.foreignNodes.get(id);
  if (foreign !== undefined) {
    const repository = world.repositories.get(foreign.repositoryId);
    const item = repository?.items.get(foreign.number);
    if (repository === undefined || item === undefined) return null;
    if (foreign.reviewId === undefined) return itemNode(repository, item);
    const review = item.kind === "pull" ? item.reviews.find((one) => one.id === foreign.reviewId) : undefined;
    if (review === undefined || item.kind !== "pull") return null;
    return { type: "PullRequestReview", repository, item, review } as Found;
  }
  const address = readNodeId(id);
  if (address === null) return null;
  if (address.repositoryId === 0) return findAccount(world, id);
  const repository = world.repositories.get(address.repositoryId);
  if (repository === undefined) return null;
  return address.number === 0 ? findInRepository(repository, address) : findOnItem(repository, address);
}

function findAccount(world: World, nodeId: string): Found | null {
  const account = [...world.accounts.values()].find((one) => one.nodeId === nodeId);
  if (account !== undefined) return accountNode(account);
  const team = world.teams.find((one) => one.nodeId === nodeId);
  return team === undefined ? null : { type: "Team", team };
}

function findInRepository(repository: Repository, { prefix, key }: NodeAddress): Found | null {
  const id = Number(key);
  const as = (type: string, part: Readonly<Record<string, unknown>> | null): Found | null =>
    part === null ? null : { type, repository, ...part };
  switch (prefix) {
    case "R":
      return { type: "Repository", repository };
    case "C": {
      const commit = commitsBySha(repository).get(key);
      return as("Commit", commit === undefined ? null : { commit });
    }
    case "DE": {
      const deployment = repository.deployments.find((one) => one.id === id);
      return as("Deployment", deployment === undefined ? null : { deployment });
    }
    case "RE": {
      const release = repository.releases.find((one) => one.id === id);
      return as("Release", release === undefined ? null : { release });
    }
    case "LA": {
      const label = [...repository.labels.values()].find((one) => one.id === id);
      return as("Label", label === undefined ? null : { label });
    }
    case "MI": {
      const milestone = [...repository.milestones.values()].find((one) => one.id === id);
      return as("Milestone", milestone === undefined ? null : { milestone });
    }
    default:
      return null;
  }
}

function findOnItem(repository: Repository, { prefix, number, key }: NodeAddress): Found | null {
  const item = repository.items.get(number);
  if (item === undefined) return null;
  const id = Number(key);
  if (prefix === "IC") {
    const comment = item.comments.find((one) => one.id === id);
    return comment === undefined ? null : ({ type: "IssueComment", repository, item, comment } as Found);
  }
  if (item.kind !== "pull") return null;
  if (prefix === "PRR") {
    const review = item.reviews.find((one) => one.id === id);
    return review === undefined ? null : ({ type: "PullRequestReview", repository, item, review } as Found);
  }
  if (prefix !== "PRRC") return null;
  for (const review of item.reviews) {
    const comment = review.comments.find((one) => one.id === id);
    if (comment !== undefined) return { type: "PullRequestReviewComment", repository, item, review, comment } as Found;
  }
  return null;
}
