import {
  addItem,
  createRepository,
  ensureAccount,
  ensureLabel,
  type RepositoryDetails,
  type World,
} from "../world/create-world.ts";
import type { Repository } from "../world/repository.ts";
import { archiveDocument, type ArchiveDocument } from "./archive-document.ts";
import { toIssue, toPullRequest } from "./archive-items.ts";

export type ArchiveOptions = RepositoryDetails & {
  /** Logins that are apps: the file does not tell. */
  readonly bots?: readonly string[];
  /** Another name than the file's, to have one history twice. */
  readonly name?: string;
};

/**
 * A repository as an `archive.json` tells it. Ids of items and reviews stay those of the file; the others follow from the name and
 * the order of the file, so that they are the same in every run. Throws `conflict` for a name that is taken.
 */
export function loadArchive(world: World, document: unknown, options: ArchiveOptions = {}): Repository {
  const archive = archiveDocument.parse(document);
  for (const login of options.bots ?? []) ensureAccount(world, login, { kind: "Bot" });
  const repository = createRepository(world, options.name ?? archive.repo, {
    createdAt: firstInstant(archive),
    defaultBranch: "main",
    ...options,
  });
  for (const label of archive.labels) ensureLabel(repository, label.name, label);
  const items = [
    ...archive.issues.map((source) => ({ number: source.number, make: () => toIssue(world, repository, source) })),
    ...archive.pulls.map((source) => ({ number: source.number, make: () => toPullRequest(world, repository, source) })),
  ];
  for (const { make } of items.toSorted((left, right) => left.number - right.number)) {
    const item = make();
    addItem(world, repository, item);
    for (const review of item.kind === "pull" ? item.reviews : []) {
      if (review.nodeId === null) continue;
      world.foreignNodes.set(review.nodeId, { repositoryId: repository.id, number: item.number, reviewId: review.id });
    }
  }
  noteGaps(repository);
  return repository;
}

// Numbers missing from the sequence belonged to issues that were deleted or moved away.
function noteGaps(repository: Repository): void {
  for (let number = 1; number <= repository.lastNumber; number += 1) {
    if (!repository.items.has(number)) repository.gone.set(number, { kind: "deleted" });
  }
}

function firstInstant(archive: ArchiveDocument): string {
  const all = [...archive.issues, ...archive.pulls].map((item) => item.createdAt);
  return all.reduce((first, at) => (at < first ? at : first), "9999");
}
