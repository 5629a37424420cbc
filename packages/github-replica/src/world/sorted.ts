import type { Commit } from "./item.ts";
import type { Repository } from "./repository.ts";

type Cache = { version: number; made: Map<string, unknown> };

const caches = new WeakMap<Repository, Cache>();

/**
 * A list of this repository's things, made once for each of its states. Pages of a list of fifty thousand are cheap only because the
 * sorting is not repeated for each.
 */
export function sorted<T>(repository: Repository, key: string, make: () => readonly T[]): readonly T[] {
  return remembered(repository, key, make);
}

/** Commits of the default branch by their name. */
export function commitsBySha(repository: Repository): ReadonlyMap<string, Commit> {
  return remembered(
    repository,
    "commits by sha",
    () => new Map(repository.commits.map((commit) => [commit.sha, commit])),
  );
}

function remembered<T>(repository: Repository, key: string, make: () => T): T {
  let cache = caches.get(repository);
  if (cache === undefined || cache.version !== repository.version) {
    cache = { version: repository.version, made: new Map() };
    caches.set(repository, cache);
  }
  const known = cache.made.get(key);
  // The key names what is in the list, so that it never stands for two types.
  if (known !== undefined) return known as T;
  const made = make();
  cache.made.set(key, made);
  return made;
}

/** Ascending by text, then by number: instants and ids. */
export function byKey<T>(keyOf: (entry: T) => string | number, idOf: (entry: T) => number) {
  return (left: T, right: T): number => {
    const [one, other] = [keyOf(left), keyOf(right)];
    if (one !== other) return one < other ? -1 : 1;
    return idOf(left) - idOf(right);
  };
}
