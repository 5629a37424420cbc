import { archiveFault } from "./archive-fault.ts";
import type { ArchiveIssue, ArchiveLabel, ArchivePull } from "./archive-schema.ts";
import type { ArchivePart } from "./read-archive.ts";

/** What must be known of a whole archive before the first row of it is saved. */
export type ArchiveSurvey = {
  /** When GitHub was read for it, with all its digits. */
  readonly timestamp: string;
  readonly repository: string;
  readonly labels: readonly ArchiveLabel[];
  readonly logins: readonly string[];
  readonly issueNumbers: readonly number[];
  readonly pullNumbers: readonly number[];
  readonly rows: number;
};

/**
 * Reads an archive once, keeping only its outline: the members may stand in any order, accounts are saved in one go, and a file with a fault
 * anywhere is refused before the database is touched. Throws `invalid`.
 */
export async function surveyArchive(
  parts: AsyncIterable<ArchivePart> | Iterable<ArchivePart>,
  fileName: string,
): Promise<ArchiveSurvey> {
  const outline: Outline = {
    timestamp: "",
    repository: "",
    labels: new Map(),
    logins: new Set(),
    placeOf: new Map(),
    seen: new Set(),
    rows: 0,
  };
  for await (const part of parts) note(outline, part, fileName);
  return {
    timestamp: outline.timestamp,
    repository: outline.repository,
    labels: [...outline.labels.values()],
    logins: [...outline.logins],
    issueNumbers: numbersOf(outline, "issues"),
    pullNumbers: numbersOf(outline, "pulls"),
    rows: outline.rows,
  };
}

type Outline = {
  timestamp: string;
  repository: string;
  readonly labels: Map<string, ArchiveLabel>;
  readonly logins: Set<string>;
  readonly placeOf: Map<number, string>;
  readonly seen: Set<string>;
  rows: number;
};

function note(outline: Outline, part: ArchivePart, fileName: string): void {
  if (part.kind === "timestamp") outline.timestamp = part.value;
  if (part.kind === "repo") outline.repository = part.value;
  if (part.kind === "label") noteLabel(outline, part, fileName);
  if (part.kind === "issue") noteItem(outline, part.value, { fileName, place: `issues[${part.index}]` });
  if (part.kind === "pull") {
    noteItem(outline, part.value, { fileName, place: `pulls[${part.index}]` });
    notePull(outline, part.value, { fileName, place: `pulls[${part.index}]` });
  }
}

function noteLabel(outline: Outline, part: ArchivePart & { kind: "label" }, fileName: string): void {
  if (outline.labels.has(part.value.name)) {
    throw archiveFault(fileName, `labels[${part.index}].name: the file already has a label of this name`);
  }
  outline.labels.set(part.value.name, part.value);
  outline.rows += 1;
}

type Where = { readonly fileName: string; readonly place: string };

function noteItem(outline: Outline, item: ArchiveIssue | ArchivePull, where: Where): void {
  const before = outline.placeOf.get(item.number);
  if (before !== undefined) {
    throw archiveFault(
      where.fileName,
      `${where.place}.number: ${item.number} is already the number of ${before}, and issues and pull requests share one sequence`,
      { place: `${where.place}.number` },
    );
  }
  outline.placeOf.set(item.number, where.place);
  outline.rows += 1 + item.comments.length;
  noteLogins(outline, [item.author, ...item.assignees, ...item.comments.map((comment) => comment.author)]);
}

function notePull(outline: Outline, pull: ArchivePull, where: Where): void {
  for (const [index, review] of pull.reviews.entries()) {
    if (outline.seen.has(review.id)) {
      const place = `${where.place}.reviews[${index}].id`;
      throw archiveFault(where.fileName, `${place} (pull request ${pull.number}): the file already has this review`, {
        place,
      });
    }
    outline.seen.add(review.id);
    outline.rows += 1 + review.comments.length;
  }
  noteLogins(outline, [pull.mergedBy, ...pull.reviews.map((review) => review.author)]);
}

function noteLogins(outline: Outline, logins: readonly (string | null)[]): void {
  for (const login of logins) if (login !== null) outline.logins.add(login);
}

function numbersOf(outline: Outline, list: "issues" | "pulls"): readonly number[] {
  return [...outline.placeOf].filter(([, place]) => place.startsWith(list)).map(([number]) => number);
}
