import { AppError } from "@pulse/kit";

import { archiveDocument, type ArchiveIssue, type ArchivePull } from "../load/archive-document.ts";
import { toIssue, toPullRequest } from "../load/archive-items.ts";
import type { Account } from "../world/account.ts";
import { addItem, ensureLabel, getRepository, type World } from "../world/create-world.ts";
import type { Comment, Item, PullRequest, Review, ReviewComment } from "../world/item.ts";
import type { Repository } from "../world/repository.ts";

/**
 * Makes a loaded archive what a later version of it says: what is new comes, what is gone goes, what differs is changed in place and
 * keeps its id, also where no `updatedAt` moved. A fact whose author has another login now means that the person was renamed.
 */
export function applyVersion(world: World, document: unknown): Repository {
  const archive = archiveDocument.parse(document);
  const repository = getRepository(world, archive.repo);
  renameAccounts(world, repository, archive);
  for (const label of archive.labels) Object.assign(ensureLabel(repository, label.name, label), label);
  for (const name of repository.labels.keys()) {
    if (!archive.labels.some((label) => label.name === name)) repository.labels.delete(name);
  }
  const numbers = new Set<number>();
  const sources = [...archive.issues, ...archive.pulls].toSorted((left, right) => left.number - right.number);
  for (const source of sources) {
    numbers.add(source.number);
    const item = repository.items.get(source.number);
    if (item === undefined) addItem(world, repository, makeItem(world, repository, source));
    else changeItem(world, repository, { item, source });
    repository.gone.delete(source.number);
  }
  for (const number of repository.items.keys()) {
    if (numbers.has(number)) continue;
    repository.items.delete(number);
    repository.gone.set(number, { kind: "deleted" });
  }
  for (const item of repository.items.values()) noteReviews(world, repository, item);
  repository.version += 1;
  return repository;
}

function makeItem(world: World, repository: Repository, source: ArchiveIssue | ArchivePull): Item {
  return "reviews" in source ? toPullRequest(world, repository, source) : toIssue(world, repository, source);
}

function changeItem(
  world: World,
  repository: Repository,
  { item, source }: { readonly item: Item; readonly source: ArchiveIssue | ArchivePull },
): void {
  // Made anew for its values; what has an id keeps the one it had.
  const fresh = makeItem(world, repository, source);
  if (fresh.kind !== item.kind) throw new AppError("invalid", `#${item.number} was an issue and is a pull request now`);
  const { title, body, author, association, assignees, labels, updatedAt, closedAt, closedBy, timeline } = fresh;
  const wasClosedAt = item.closedAt;
  Object.assign(item, { title, body, author, association, assignees, labels, updatedAt, closedAt, closedBy });
  item.comments = keepIds(item.comments, fresh.comments);
  if (wasClosedAt !== closedAt) item.timeline = [...item.timeline.filter((one) => !isEnding(one.kind)), ...timeline];
  if (item.kind === "issue" && fresh.kind === "issue") item.stateReason = fresh.stateReason;
  if (item.kind !== "pull" || fresh.kind !== "pull") return;
  const { mergedAt, mergedBy, mergeSha, base, head } = fresh;
  Object.assign(item, { mergedAt, mergedBy, mergeSha, base, head });
  item.reviews = fresh.reviews.map((review) => keepReview(item, review));
}

function isEnding(kind: string): boolean {
  return kind === "closed" || kind === "merged";
}

function keepReview(item: PullRequest, fresh: Review): Review {
  const known = item.reviews.find((one) => one.nodeId === fresh.nodeId);
  if (known === undefined) return fresh;
  return { ...fresh, id: known.id, comments: keepIds(known.comments, fresh.comments) };
}

/** Comments have no id in the file: the n-th of one instant is the n-th of that instant before. */
function keepIds<T extends Comment | ReviewComment>(before: readonly T[], after: readonly T[]): T[] {
  const known = new Map(placed(before));
  return placed(after).map(([place, comment]) => ({ ...comment, id: known.get(place)?.id ?? comment.id }));
}

function placed<T extends Comment>(comments: readonly T[]): readonly (readonly [string, T])[] {
  const seen = new Map<string, number>();
  return comments.map((comment) => {
    const ordinal = seen.get(comment.createdAt) ?? 0;
    seen.set(comment.createdAt, ordinal + 1);
    return [`${comment.createdAt} ${ordinal}`, comment];
  });
}

function noteReviews(world: World, repository: Repository, item: Item): void {
  if (item.kind !== "pull") return;
  for (const review of item.reviews) {
    if (review.nodeId === null) continue;
    world.foreignNodes.set(review.nodeId, { repositoryId: repository.id, number: item.number, reviewId: review.id });
  }
}

function renameAccounts(
  world: World,
  repository: Repository,
  archive: { readonly issues: readonly ArchiveIssue[]; readonly pulls: readonly ArchivePull[] },
): void {
  for (const source of [...archive.issues, ...archive.pulls]) {
    const item = repository.items.get(source.number);
    if (item === undefined) continue;
    rename(world, item.author, source.author);
    const comments = new Map(placed(item.comments));
    const place = new Map<string, number>();
    for (const comment of source.comments) {
      const ordinal = place.get(comment.createdAt) ?? 0;
      place.set(comment.createdAt, ordinal + 1);
      rename(world, comments.get(`${comment.createdAt} ${ordinal}`)?.author ?? null, comment.author);
    }
    for (const review of "reviews" in source ? source.reviews : []) {
      const known = item.kind === "pull" ? item.reviews.find((one) => one.nodeId === review.id) : undefined;
      rename(world, known?.author ?? null, review.author);
    }
  }
}

function rename(world: World, account: Account | null, login: string | null): void {
  if (account === null || login === null || account.login === login || world.accounts.has(login.toLowerCase())) return;
  world.accounts.delete(account.login.toLowerCase());
  account.login = login;
  world.accounts.set(login.toLowerCase(), account);
}
