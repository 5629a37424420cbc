import { capitalised, hourMs, latest, pickLabels } from "./generate-issue.ts";
import type { PullRequestInput } from "./generate-pull-request.ts";
import type { GeneratedCommit, GeneratedFile, GeneratedPullRequest, Person } from "./history.ts";
import type { Random } from "./random.ts";
import { fileNames, folders, remarks, subjects, verbs } from "./vocabulary.ts";

// Log-normal with these medians and these 99th percentiles: 2 and 40 reviews, 3 and 60 commits, 4 and 80 comments.
const reviewsShape = { median: 2, p90: 10.42 };
const commitsShape = { median: 3, p90: 15.63 };
const commentsShape = { median: 4, p90: 20.84 };

const abandonedShare = 0.12;
const inlineShare = 0.5;

/**
 * A pull request of a large, busy repository, as the benchmark of sync states it. Acts are dealt over its life without regard to
 * working hours, so that fifty thousand of them are made in seconds.
 */
export function generateBusyPullRequest(random: Random, input: PullRequestInput): GeneratedPullRequest {
  const author = random.pickSkewed(input.cast.people);
  const title = `${random.pick(verbs)} ${random.pick(subjects)}`;
  const wantedEnd = input.createdAt.getTime() + random.longTail({ median: 30 * hourMs, p90: 400 * hourMs });
  const hasEnded = wantedEnd < input.asOf.getTime();
  const life = { from: input.createdAt, to: hasEnded ? wantedEnd : input.asOf.getTime() };
  const isMerged = hasEnded && !random.chance(abandonedShare);
  const closedAt = hasEnded ? wholeSeconds(wantedEnd) : null;
  const reviews = dealInstants(random, { count: draw(random, reviewsShape), ...life }).map(
    (submittedAt, index, all) => ({
      author: random.pickSkewed(input.cast.people),
      state:
        index === all.length - 1 && isMerged
          ? ("APPROVED" as const)
          : random.chance(0.2)
            ? ("CHANGES_REQUESTED" as const)
            : ("COMMENTED" as const),
      submittedAt,
      body: random.pick(remarks),
      comments: random.chance(inlineShare) ? [{ author, createdAt: submittedAt, body: random.pick(remarks) }] : [],
    }),
  );
  const comments = dealInstants(random, { count: draw(random, commentsShape), ...life }).map((createdAt) => ({
    author: random.pickSkewed(input.cast.people),
    createdAt,
    body: random.pick(remarks),
  }));
  const instants = [input.createdAt, closedAt, reviews.at(-1)?.submittedAt ?? null, comments.at(-1)?.createdAt ?? null];
  return {
    number: input.number,
    title,
    body: `${capitalised(random.pick(subjects))} needed this.`,
    author,
    labels: pickLabels(random),
    createdAt: input.createdAt,
    updatedAt: latest(instants),
    closedAt,
    mergedAt: isMerged ? closedAt : null,
    mergedBy: isMerged ? random.pickSkewed(input.cast.people) : null,
    headRef: `change-${input.number}`,
    readyAt: null,
    commits: createCommits(random, {
      author,
      title,
      count: Math.max(1, draw(random, commitsShape)),
      before: input.createdAt,
    }),
    reviews,
    comments,
  };
}

function draw(random: Random, shape: { readonly median: number; readonly p90: number }): number {
  return Math.round(random.longTail(shape));
}

function dealInstants(
  random: Random,
  { count, from, to }: { readonly count: number; readonly from: Date; readonly to: number },
): readonly Date[] {
  const span = to - from.getTime();
  return Array.from({ length: count }, () => from.getTime() + random.uniform() * span)
    .toSorted((left, right) => left - right)
    .map((at) => wholeSeconds(at));
}

function createCommits(
  random: Random,
  input: { readonly author: Person; readonly title: string; readonly count: number; readonly before: Date },
): readonly GeneratedCommit[] {
  return Array.from({ length: input.count }, (_, index) => ({
    author: input.author,
    authoredAt: wholeSeconds(input.before.getTime() - (input.count - index) * hourMs),
    message: `${input.title}, part ${index + 1}`,
    files: [createFile(random)],
  }));
}

function createFile(random: Random): GeneratedFile {
  const additions = Math.ceil(random.longTail({ median: 14, p90: 120 }));
  const path = `${random.pick(folders)}/${random.pickSkewed(fileNames)}-${random.integer(1, 12)}.ts`;
  return { path, additions, deletions: Math.floor(additions * random.uniform() * 1.4) };
}

function wholeSeconds(at: number): Date {
  return new Date(Math.floor(at / 1000) * 1000);
}
