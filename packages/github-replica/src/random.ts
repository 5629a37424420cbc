import { randomExponential, randomLcg, randomLogNormal } from "d3-random";

/** The 90th percentile of a standard normal distribution. */
const normalP90 = 1.2815515655446004;

/** Seeded chance: the same seed gives the same history on every machine. */
export type Random = {
  readonly uniform: () => number;
  readonly chance: (probability: number) => boolean;
  /** Whole number, both ends included. */
  readonly integer: (low: number, high: number) => number;
  /** Log-normal with this median and 90th percentile: what waiting times and sizes look like. */
  readonly longTail: (shape: { readonly median: number; readonly p90: number }) => number;
  readonly exponential: (mean: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  /** Picks by Zipf's law: the first of the list most often, the second half as often, and so on. */
  readonly pickSkewed: <T>(list: readonly T[]) => T;
};

export function createRandom(seed: number): Random {
  // Small seeds give d3's generator small first values; spreading them over [0, 1) keeps neighbours apart.
  const uniform = randomLcg((Math.imul(seed + 1, 0x9e3779b1) >>> 0) / 2 ** 32);
  const pickAt = <T>(list: readonly T[], index: number): T => {
    const item = list[Math.min(index, list.length - 1)];
    if (item === undefined) throw new RangeError("Nothing to pick from: the list is empty");
    return item;
  };
  return {
    uniform,
    chance: (probability) => uniform() < probability,
    integer: (low, high) => low + Math.floor(uniform() * (high - low + 1)),
    longTail: ({ median, p90 }) =>
      randomLogNormal.source(uniform)(Math.log(median), Math.log(p90 / median) / normalP90)(),
    exponential: (mean) => randomExponential.source(uniform)(1 / mean)(),
    pick: (list) => pickAt(list, Math.floor(uniform() * list.length)),
    // The inverse of the continuous Zipf distribution over ranks 1..n.
    pickSkewed: (list) => pickAt(list, Math.floor((list.length + 1) ** uniform()) - 1),
  };
}
