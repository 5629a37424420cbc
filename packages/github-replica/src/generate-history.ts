import { generateBusyPullRequest } from "./generate-busy-pull-request.ts";
import { generateIssue } from "./generate-issue.ts";
import { generatePullRequest } from "./generate-pull-request.ts";
import type { GeneratedIssue, GeneratedPullRequest, History, Person } from "./history.ts";
import { inventPeople } from "./invent-people.ts";
import { createRandom, type Random } from "./random.ts";
import { labels } from "./vocabulary.ts";
import { toWorkingTime } from "./working-time.ts";

export type HistoryShape = {
  readonly repository: string;
  readonly seed: number;
  readonly from: Date;
  /** The history is cut here: what would happen later has not happened yet. */
  readonly asOf: Date;
  readonly issues: number;
  readonly pullRequests: number;
  /** How many people, or who they are, the busiest first. */
  readonly people: number | readonly Person[];
  /** Share of the pull requests on which a bot is the first to comment, as CI is; none without it. */
  readonly botCommentShare?: number;
  /** Share of the pull requests that are opened as drafts; none without it. */
  readonly draftShare?: number;
  /**
   * `busy`: median 2 reviews, 3 commits and 4 comments for each pull request, 40, 60 and 80 at the 99th percentile, made fast, for
   * benchmarks of reading. Otherwise as in three public repositories.
   */
  readonly activity?: "busy";
};

const weekMs = 7 * 24 * 3_600_000;

/**
 * A repository's life, made up: busy and quiet weeks, weekends, long tails of waiting, few people doing most.
 * Reviews, inline comments and comments per pull request and comments per issue are in the proportions of three public
 * repositories of the IETF (1.4, 1.8, 1.3 and 2.9). Pure: the same shape gives the same history.
 */
export function generateHistory(shape: HistoryShape): History {
  const random = createRandom(shape.seed);
  const invented = inventPeople(typeof shape.people === "number" ? shape.people : 0);
  const cast = typeof shape.people === "number" ? invented : { people: shape.people, bots: invented.bots };
  const births = bornInBursts(random, shape);
  const isPullRequest = shuffledKinds(random, shape, births.length);
  const issues: GeneratedIssue[] = [];
  const pullRequests: GeneratedPullRequest[] = [];
  for (const [index, createdAt] of births.entries()) {
    const input = { number: index + 1, createdAt, asOf: shape.asOf, cast };
    if (isPullRequest[index] === true) {
      const shares = { botCommentShare: shape.botCommentShare ?? 0, draftShare: shape.draftShare ?? 0 };
      const generate = shape.activity === "busy" ? generateBusyPullRequest : generatePullRequest;
      pullRequests.push(generate(random, { ...input, ...shares }));
    } else issues.push(generateIssue(random, input));
  }
  return {
    repository: shape.repository,
    asOf: shape.asOf,
    people: [...cast.people, ...cast.bots],
    labels,
    issues,
    pullRequests,
  };
}

// Each week draws its own business; items are dealt to weeks by it. The last week may be a part of one.
function bornInBursts(random: Random, shape: HistoryShape): readonly Date[] {
  const spanMs = shape.asOf.getTime() - shape.from.getTime();
  const weeks: { readonly startMs: number; readonly lengthMs: number; readonly reached: number }[] = [];
  let total = 0;
  for (let startMs = 0; startMs < spanMs; startMs += weekMs) {
    const lengthMs = Math.min(weekMs, spanMs - startMs);
    weeks.push({ startMs, lengthMs, reached: total });
    total += random.longTail({ median: 1, p90: 2.2 }) * (lengthMs / weekMs);
  }
  const births = Array.from({ length: shape.issues + shape.pullRequests }, () => {
    const share = random.uniform() * total;
    const week = weeks.findLast(({ reached }) => reached <= share) ?? { startMs: 0, lengthMs: 0 };
    const rawMs = shape.from.getTime() + week.startMs + random.uniform() * week.lengthMs;
    const at = toWorkingTime(random, new Date(rawMs));
    return at < shape.asOf ? at : new Date(Math.floor(rawMs / 1000) * 1000);
  });
  return births.toSorted((left, right) => left.getTime() - right.getTime());
}

function shuffledKinds(random: Random, shape: HistoryShape, count: number): readonly boolean[] {
  let pullRequestsLeft = shape.pullRequests;
  return Array.from({ length: count }, (_, index) => {
    const isPullRequest = random.chance(pullRequestsLeft / (count - index));
    if (isPullRequest) pullRequestsLeft -= 1;
    return isPullRequest;
  });
}
