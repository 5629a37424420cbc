/**
 * Decides which stored comment each comment of a source is. Archives give comments no ids and people no ids either, so a comment is found
 * by its place: item, thread, instant, and author or, where the author was renamed or deleted since, the order among equals.
 */

type Placed = {
  readonly githubId: number | null;
  /** The issue or pull request. */
  readonly item: string;
  /** Comments of one review belong together; empty in a conversation. */
  readonly thread: string;
  readonly authorId: number | null;
  readonly createdAtMs: number;
};

export type StoredComment = Placed & { readonly id: number; readonly ordinal: number };

export type Pairing = { readonly storedId: number | null; readonly ordinal: number };

type Input = {
  /** Those of the given items, by ordinal. */
  readonly stored: readonly StoredComment[];
  /** In the source's order, which is that of creation among equals. */
  readonly given: readonly Placed[];
  /** Items of which every comment is given. */
  readonly completeItems: ReadonlySet<string>;
};

/** One pairing per given comment, in order, and the ids of stored comments that a complete item no longer has. */
export function pairComments(input: Input): {
  readonly pairings: readonly Pairing[];
  readonly goneIds: readonly number[];
} {
  const pool = new Pool(input.stored);
  const matches: (StoredComment | null)[] = input.given.map((comment) => pool.takeById(comment));
  fill(matches, (index) => pool.takeByAuthor(input.given[index]));
  fill(matches, (index) => {
    const comment = input.given[index];
    return comment !== undefined && input.completeItems.has(comment.item) ? pool.takeByPlace(comment) : null;
  });
  const ordinals = new Ordinals(input.stored);
  const pairings = input.given.map((comment, index): Pairing => {
    const match = matches[index] ?? null;
    const isSamePlace = match !== null && placeOf(match) === placeOf(comment) && match.authorId === comment.authorId;
    return { storedId: match?.id ?? null, ordinal: isSamePlace ? match.ordinal : ordinals.takeFree(comment) };
  });
  const goneIds = pool.rest().filter((comment) => input.completeItems.has(comment.item));
  return { pairings, goneIds: goneIds.map((comment) => comment.id) };
}

function fill(matches: (StoredComment | null)[], find: (index: number) => StoredComment | null): void {
  for (const index of matches.keys()) matches[index] ??= find(index);
}

function placeOf(comment: Placed): string {
  return `${comment.item} ${comment.thread} ${comment.createdAtMs}`;
}

/** Stored comments that nobody has claimed yet. */
class Pool {
  readonly #byPlace: ReadonlyMap<string, StoredComment[]>;
  readonly #byId: ReadonlyMap<number, StoredComment>;
  readonly #taken = new Set<StoredComment>();

  constructor(stored: readonly StoredComment[]) {
    this.#byPlace = Map.groupBy(stored, placeOf);
    this.#byId = new Map(stored.flatMap((comment) => (comment.githubId === null ? [] : [[comment.githubId, comment]])));
  }

  takeById(comment: Placed): StoredComment | null {
    const found = comment.githubId === null ? undefined : this.#byId.get(comment.githubId);
    return this.#take(found);
  }

  takeByAuthor(comment: Placed | undefined): StoredComment | null {
    if (comment === undefined) return null;
    return this.#take(this.#free(comment).find((stored) => stored.authorId === comment.authorId));
  }

  takeByPlace(comment: Placed): StoredComment | null {
    return this.#take(this.#free(comment)[0]);
  }

  rest(): readonly StoredComment[] {
    return [...this.#byPlace.values()].flat().filter((comment) => !this.#taken.has(comment));
  }

  #free(comment: Placed): readonly StoredComment[] {
    const candidates = this.#byPlace.get(placeOf(comment)) ?? [];
    return candidates.filter(
      (stored) => !this.#taken.has(stored) && (stored.githubId === null || comment.githubId === null),
    );
  }

  #take(comment: StoredComment | undefined): StoredComment | null {
    if (comment === undefined || this.#taken.has(comment)) return null;
    this.#taken.add(comment);
    return comment;
  }
}

/** Hands out positions among comments of one author in one place, so that no two rows ever claim one, not even for a moment. */
class Ordinals {
  readonly #used: Map<string, Set<number>>;

  constructor(stored: readonly StoredComment[]) {
    this.#used = new Map();
    for (const comment of stored) this.#usedBy(comment).add(comment.ordinal);
  }

  takeFree(comment: Placed): number {
    const used = this.#usedBy(comment);
    let ordinal = 0;
    while (used.has(ordinal)) ordinal += 1;
    used.add(ordinal);
    return ordinal;
  }

  #usedBy(comment: Placed): Set<number> {
    const key = `${placeOf(comment)} ${comment.authorId}`;
    const used = this.#used.get(key) ?? new Set<number>();
    this.#used.set(key, used);
    return used;
  }
}
