import type { ArchiveIssue, ArchivePull } from "./archive-schema.ts";
import type { ArchivePart } from "./read-archive.ts";

/** Items that are saved together, with all that hangs on them. */
export type ArchiveBatch = {
  readonly issues: readonly ArchiveIssue[];
  readonly pulls: readonly ArchivePull[];
  readonly rows: number;
};

// Large enough that a statement's own cost vanishes, small enough that a batch in flight stays at a few megabytes.
const maxRows = 2000;
const maxTextLength = 4_000_000;

/**
 * A batch holds issues or pull requests, never both: PostgreSQL plans a foreign key's check once per session, and planned over the first
 * five pull requests of a mixed batch it took the wrong index for all that followed, 14 times slower.
 */
export async function* toBatches(
  parts: AsyncIterable<ArchivePart> | Iterable<ArchivePart>,
): AsyncGenerator<ArchiveBatch> {
  let batch = new Batch("issue");
  for await (const part of parts) {
    if (part.kind !== "issue" && part.kind !== "pull") continue;
    if (batch.kind !== part.kind || batch.isFull()) {
      yield* batch.take();
      batch = new Batch(part.kind);
    }
    batch.add(part);
  }
  yield* batch.take();
}

class Batch {
  readonly kind: "issue" | "pull";
  readonly #issues: ArchiveIssue[] = [];
  readonly #pulls: ArchivePull[] = [];
  #rows = 0;
  #textLength = 0;

  constructor(kind: "issue" | "pull") {
    this.kind = kind;
  }

  add(part: ArchivePart & { kind: "issue" | "pull" }): void {
    if (part.kind === "issue") this.#issues.push(part.value);
    else this.#pulls.push(part.value);
    const bodies = bodiesOf(part.value);
    this.#rows += bodies.length;
    this.#textLength += bodies.reduce((length, body) => length + (body?.length ?? 0), 0);
  }

  isFull(): boolean {
    return this.#rows >= maxRows || this.#textLength >= maxTextLength;
  }

  take(): readonly ArchiveBatch[] {
    return this.#rows === 0 ? [] : [{ issues: this.#issues, pulls: this.#pulls, rows: this.#rows }];
  }
}

// Every row of an item has a body, so these are its rows as well.
function bodiesOf(item: ArchiveIssue | ArchivePull): readonly (string | null)[] {
  const reviews = "reviews" in item ? item.reviews.flatMap((review) => [review, ...review.comments]) : [];
  return [item, ...item.comments, ...reviews].map((row) => row.body);
}
