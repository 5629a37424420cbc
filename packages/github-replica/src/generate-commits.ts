import { hourMs, type ItemInput } from "./generate-issue.ts";
import type { GeneratedCommit, GeneratedFile, GeneratedReview, Person } from "./history.ts";
import type { Random } from "./random.ts";
import { fileNames, folders } from "./vocabulary.ts";

type CommitsInput = ItemInput & {
  readonly author: Person;
  readonly title: string;
  readonly reviews: readonly GeneratedReview[];
  readonly closedAt: Date | null;
};

/** Work before the pull request was opened, then a commit after most reviews that asked for changes. Oldest first. */
export function generateCommits(random: Random, input: CommitsInput): readonly GeneratedCommit[] {
  const count = 1 + Math.min(60, Math.floor(random.longTail({ median: 1.4, p90: 6 })));
  const codingMs = random.longTail({ median: 5 * hourMs, p90: 90 * hourMs });
  const before = Array.from({ length: count }, (_, index) =>
    // Git dates are the author's clock: now and then a rebase puts the first one after the pull request.
    createCommit(random, input, {
      at: input.createdAt.getTime() - (random.chance(0.02) ? -hourMs : (codingMs * (count - index)) / count),
      message: index === 0 ? input.title : `${input.title}, part ${index + 1}`,
    }),
  );
  const after = input.reviews
    .filter((review) => review.state === "CHANGES_REQUESTED")
    .map((review) =>
      createCommit(random, input, {
        at: review.submittedAt.getTime() + random.longTail({ median: hourMs, p90: 8 * hourMs }),
        message: "Address review",
      }),
    );
  const end = input.closedAt ?? input.asOf;
  const inTime = [...before, ...after].filter((commit) => commit.authoredAt <= end);
  const commits = inTime.length > 0 ? inTime : before.slice(0, 1);
  return commits.toSorted((left, right) => left.authoredAt.getTime() - right.authoredAt.getTime());
}

function createCommit(
  random: Random,
  input: CommitsInput,
  commit: { readonly at: number; readonly message: string },
): GeneratedCommit {
  return {
    author: input.author,
    authoredAt: new Date(Math.floor(commit.at / 1000) * 1000),
    message: commit.message,
    files: pickFiles(random),
  };
}

function pickFiles(random: Random): readonly GeneratedFile[] {
  const count = 1 + Math.min(30, Math.floor(random.exponential(1.2)));
  const files = new Map<string, GeneratedFile>();
  for (let index = 0; index < count; index += 1) {
    const path = `${random.pick(folders)}/${random.pickSkewed(fileNames)}-${random.integer(1, 12)}.ts`;
    const additions = Math.ceil(random.longTail({ median: 14, p90: 120 }));
    files.set(path, { path, additions, deletions: Math.floor(additions * random.uniform() * 1.4) });
  }
  return [...files.values()];
}
