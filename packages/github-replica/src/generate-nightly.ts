// A long check of main every working night: it is slow, its runner is dear, and one of its steps cannot be believed.
import type { GeneratedRun } from "./generate-delivery.ts";
import type { GeneratedPullRequest, History } from "./history.ts";
import { createRandom, type Random } from "./random.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const hourOfNight = 2;
const flakeShare = 0.28;
const brokenShare = 0.04;
const runner = "ubuntu-latest-8-cores";
const flakyStep = "Walk through the journeys";

type Merged = GeneratedPullRequest & { readonly mergedAt: Date };

/** Pure: the same history and seed give the same nights. The first attempt of many fails, and the second one, without a change, does not. */
export function generateNightly(history: History, input: { readonly seed: number }): readonly GeneratedRun[] {
  const random = createRandom(input.seed);
  const merged = history.pullRequests.filter((pull): pull is Merged => pull.mergedAt !== null);
  const first = Math.min(...merged.map(({ mergedAt }) => mergedAt.getTime()));
  const runs: GeneratedRun[] = [];
  for (let day = Math.ceil(first / dayMs); day * dayMs < history.asOf.getTime(); day += 1) {
    const at = new Date(day * dayMs + hourOfNight * 60 * minuteMs);
    const isWeekend = at.getUTCDay() === 0 || at.getUTCDay() === 6;
    const run = isWeekend ? null : generateNight(random, { at, newest: newestBefore(merged, at) });
    if (run !== null && run.attempts.every(({ completedAt }) => completedAt < history.asOf)) runs.push(run);
  }
  return runs;
}

function newestBefore(merged: readonly Merged[], at: Date): Merged | null {
  const before = merged.filter(({ mergedAt }) => mergedAt < at);
  return before.reduce<Merged | null>(
    (newest, pull) => (newest === null || pull.mergedAt > newest.mergedAt ? pull : newest),
    null,
  );
}

function generateNight(
  random: Random,
  input: { readonly at: Date; readonly newest: Merged | null },
): GeneratedRun | null {
  const { at, newest } = input;
  if (newest === null) return null;
  const isBroken = random.chance(brokenShare);
  const isFlaky = !isBroken && random.chance(flakeShare);
  const first = generateAttempt(random, { at, hasFailed: isBroken || isFlaky });
  const again = new Date(first.completedAt.getTime() + 10 * minuteMs);
  return {
    workflow: "End to end",
    event: "schedule",
    actor: newest.mergedBy ?? newest.author,
    createdAt: at,
    pullNumber: newest.number,
    attempts: isFlaky ? [first, generateAttempt(random, { at: again, hasFailed: false })] : [first],
  };
}

function generateAttempt(
  random: Random,
  { at, hasFailed }: { readonly at: Date; readonly hasFailed: boolean },
): GeneratedRun["attempts"][number] {
  const startedAt = later(at, random.longTail({ median: 45_000, p90: 4 * minuteMs }));
  const builtAt = later(startedAt, random.longTail({ median: 4 * minuteMs, p90: 6 * minuteMs }));
  const completedAt = later(builtAt, random.longTail({ median: 22 * minuteMs, p90: 35 * minuteMs }));
  const conclusion = hasFailed ? "failure" : "success";
  const steps = [
    { name: "Build and start", startedAt, completedAt: builtAt, conclusion: "success" as const },
    {
      name: flakyStep,
      startedAt: builtAt,
      completedAt,
      conclusion: hasFailed ? ("failure" as const) : ("success" as const),
    },
  ];
  const job = { name: "browser", createdAt: at, startedAt, completedAt, conclusion, runner, steps } as const;
  return { startedAt: at, completedAt, conclusion, jobs: [job] };
}

function later(at: Date, milliseconds: number): Date {
  return new Date(Math.ceil((at.getTime() + milliseconds) / 1000) * 1000);
}
