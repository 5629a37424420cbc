import type { HistoryShape } from "./generate-history.ts";
import type { Person } from "./history.ts";
import { inventPeople } from "./invent-people.ts";
import { createRandom, type Random } from "./random.ts";

export type OrganisationShape = {
  readonly owner: string;
  readonly seed: number;
  readonly from: Date;
  readonly asOf: Date;
  readonly repositories: number;
  /** Issues and pull requests of all repositories together. */
  readonly items: number;
  /** Everybody who works there; each repository has a team of them, and people are in several teams. */
  readonly people: number;
  /** Equal, or few large and many small ones, as in most organisations. */
  readonly sizes: "equal" | "long-tailed";
};

const pullRequestShare = 0.6;
const botCommentShare = 0.25;
const largestTeam = 24;

/**
 * An organisation of any size, as the shapes of its repositories: `generateHistory` makes each when it is wanted, so that a thousand
 * of them never lie in memory together. Pure: the same shape gives the same plan.
 */
export function planOrganisation(shape: OrganisationShape): readonly HistoryShape[] {
  const random = createRandom(shape.seed);
  const { people } = inventPeople(shape.people);
  const sizes = dealItems(random, shape);
  return sizes.map((items, index) => {
    const pullRequests = Math.round(items * pullRequestShare);
    return {
      repository: `${shape.owner}/repo-${String(index + 1).padStart(4, "0")}`,
      seed: shape.seed * 10_000 + index,
      from: shape.from,
      asOf: shape.asOf,
      issues: items - pullRequests,
      pullRequests,
      people: pickTeam(random, people),
      botCommentShare,
    };
  });
}

/** Shares of the items that add up to all of them, at least one for each repository. */
function dealItems(random: Random, { sizes, items, repositories }: OrganisationShape): readonly number[] {
  const weights = Array.from({ length: repositories }, () =>
    sizes === "equal" ? 1 : random.longTail({ median: 1, p90: 6 }),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let weight = 0;
  let dealt = 0;
  return weights.map((own, index) => {
    weight += own;
    const left = repositories - index - 1;
    const size = Math.max(1, Math.min(Math.round((items * weight) / total) - dealt, items - dealt - left));
    dealt += size;
    return size;
  });
}

function pickTeam(random: Random, people: readonly Person[]): readonly Person[] {
  const size = Math.min(people.length, random.integer(Math.ceil(largestTeam / 3), largestTeam));
  const team = new Set<Person>();
  while (team.size < size) team.add(random.pick(people));
  return [...team];
}
