import { generateCommits } from "./generate-commits.ts";
import { capitalised, converse, hourMs, latest, pickLabels, type ItemInput } from "./generate-issue.ts";
import { generateReviews } from "./generate-reviews.ts";
import type { GeneratedPullRequest, Person } from "./history.ts";
import type { Random } from "./random.ts";
import { subjects, verbs } from "./vocabulary.ts";
import { toWorkingTime } from "./working-time.ts";

const botShare = 0.06;
const abandonedShare = 0.12;
const quietShare = 0.35;

export type PullRequestInput = ItemInput & { readonly botCommentShare: number; readonly draftShare: number };

export function generatePullRequest(random: Random, input: PullRequestInput): GeneratedPullRequest {
  const author = random.chance(botShare) ? random.pick(input.cast.bots) : random.pickSkewed(input.cast.people);
  const title = `${random.pick(verbs)} ${random.pick(subjects)}`;
  const isQuiet = random.chance(quietShare);
  const reviews = isQuiet ? [] : generateReviews(random, { ...input, author });
  const others = input.cast.people.filter((person) => person !== author);
  const comments = converse(random, {
    start: input.createdAt,
    asOf: input.asOf,
    count: isQuiet ? 0 : Math.min(60, Math.floor(random.exponential(2.5))),
    people: [author, ...others],
  });
  const ending = findEnding(random, input, reviews.at(-1)?.submittedAt ?? null);
  const kept = reviews.filter((review) => ending.closedAt === null || review.submittedAt <= ending.closedAt);
  return {
    number: input.number,
    title,
    body: `${capitalised(random.pick(subjects))} needed this.`,
    author,
    labels: pickLabels(random),
    createdAt: input.createdAt,
    updatedAt: latest([
      input.createdAt,
      ending.closedAt,
      ...comments.map((comment) => comment.createdAt),
      ...kept.map((review) => review.submittedAt),
    ]),
    closedAt: ending.closedAt,
    mergedAt: ending.isMerged ? ending.closedAt : null,
    mergedBy: ending.isMerged ? pickMerger(random, author, others) : null,
    headRef: `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}-${input.number}`,
    readyAt: findReady(random, input, [kept[0]?.submittedAt ?? null, ending.closedAt]),
    commits: generateCommits(random, { ...input, author, title, reviews: kept, closedAt: ending.closedAt }),
    reviews: kept,
    comments: [...botComment(random, input), ...comments],
  };
}

// Within minutes of the opening: a check that failed, a licence to sign.
function botComment(random: Random, input: PullRequestInput): GeneratedPullRequest["comments"] {
  if (input.botCommentShare === 0 || !random.chance(input.botCommentShare)) return [];
  const createdAt = new Date(input.createdAt.getTime() + random.integer(20, 600) * 1000);
  if (createdAt >= input.asOf) return [];
  return [{ author: random.pick(input.cast.bots), createdAt, body: "All checks have passed." }];
}

// A draft is made ready before somebody else reviews it, and before it ends.
function findReady(random: Random, input: PullRequestInput, before: readonly (Date | null)[]): Date | null {
  if (input.draftShare === 0 || !random.chance(input.draftShare)) return null;
  const wanted = input.createdAt.getTime() + random.longTail({ median: 20 * hourMs, p90: 200 * hourMs });
  const latestMs = Math.min(wanted, ...before.flatMap((at) => (at === null ? [] : [at.getTime()])));
  return new Date(Math.floor(latestMs / 1000) * 1000);
}

function findEnding(
  random: Random,
  input: ItemInput,
  lastReviewAt: Date | null,
): { readonly closedAt: Date | null; readonly isMerged: boolean } {
  const isMerged = !random.chance(abandonedShare);
  const waitMs = isMerged
    ? random.longTail({ median: 2 * hourMs, p90: 30 * hourMs })
    : random.longTail({ median: 240 * hourMs, p90: 1500 * hourMs });
  const closedAt = toWorkingTime(random, new Date((lastReviewAt ?? input.createdAt).getTime() + waitMs));
  if (closedAt >= input.asOf) return { closedAt: null, isMerged: false };
  return { closedAt, isMerged };
}

function pickMerger(random: Random, author: Person, others: readonly Person[]): Person {
  return author.isBot || random.chance(0.3) ? random.pickSkewed(others) : author;
}
