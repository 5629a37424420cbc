// What happens after and around the changes of a history: checks on every change, deployments of what was merged, a release a month.
import type { GeneratedPullRequest, History, Person } from "./history.ts";
import { createRandom, type Random } from "./random.ts";

type GeneratedJob = {
  readonly name: string;
  readonly createdAt: Date;
  readonly startedAt: Date;
  readonly completedAt: Date;
  readonly conclusion: "success" | "failure" | "skipped";
  /** The label of the runner that it asks for; the usual one without it. */
  readonly runner?: string;
  readonly steps: readonly {
    readonly name: string;
    readonly startedAt: Date;
    readonly completedAt: Date;
    readonly conclusion: "success" | "failure";
  }[];
};

export type GeneratedAttempt = {
  readonly startedAt: Date;
  readonly completedAt: Date;
  readonly conclusion: "success" | "failure";
  readonly jobs: readonly GeneratedJob[];
};

export type GeneratedRun = {
  readonly workflow: string;
  readonly event: "pull_request" | "push" | "schedule";
  readonly actor: Person;
  readonly createdAt: Date;
  /** The change it checked: its head before, its merge after. */
  readonly pullNumber: number;
  readonly attempts: readonly GeneratedAttempt[];
};

export type GeneratedDeployment = {
  readonly environment: "staging" | "production";
  readonly creator: Person;
  readonly pullNumber: number;
  readonly createdAt: Date;
  readonly finishedAt: Date;
  readonly hasFailed: boolean;
};

type GeneratedRelease = {
  readonly tag: string;
  readonly author: Person;
  readonly pullNumber: number;
  readonly publishedAt: Date;
};

export type DeliveryHistory = {
  readonly runs: readonly GeneratedRun[];
  readonly deployments: readonly GeneratedDeployment[];
  readonly releases: readonly GeneratedRelease[];
};

const minuteMs = 60_000;
const failureShare = 0.14;
const rerunShare = 0.6;
const deploysShare = 0.5;
const failedDeployShare = 0.06;

/** Pure: the same history and seed give the same delivery. Nothing in it is later than the history's end. */
export function generateDelivery(history: History, input: { readonly seed: number }): DeliveryHistory {
  const random = createRandom(input.seed);
  const merged = history.pullRequests
    .filter((pull) => pull.mergedAt !== null)
    .toSorted((left, right) => (left.mergedAt?.getTime() ?? 0) - (right.mergedAt?.getTime() ?? 0));
  const isInTime = (at: Date) => at < history.asOf;
  const checks = history.pullRequests.map((pull) =>
    generateRun(random, { pull, event: "pull_request", at: pull.createdAt }),
  );
  const pushes = merged.map((pull) =>
    generateRun(random, { pull, event: "push", at: pull.mergedAt ?? pull.createdAt }),
  );
  return {
    runs: [...checks, ...pushes]
      .filter((run) => run.attempts.every((attempt) => isInTime(attempt.completedAt)))
      .toSorted((left, right) => left.createdAt.getTime() - right.createdAt.getTime()),
    deployments: merged
      .flatMap((pull) => (random.chance(deploysShare) ? generateDeployments(random, pull) : []))
      .filter((deployment) => isInTime(deployment.finishedAt)),
    releases: generateReleases(merged),
  };
}

function generateRun(
  random: Random,
  input: { readonly pull: GeneratedPullRequest; readonly event: GeneratedRun["event"]; readonly at: Date },
): GeneratedRun {
  const { pull, event, at } = input;
  const first = generateAttempt(random, { at, hasFailed: random.chance(failureShare) });
  const isRepeated = first.conclusion === "failure" && random.chance(rerunShare);
  const again = after(first.completedAt, random.longTail({ median: 12 * minuteMs, p90: 300 * minuteMs }));
  const attempts = isRepeated
    ? [first, generateAttempt(random, { at: again, hasFailed: random.chance(0.2) })]
    : [first];
  return {
    workflow: "CI",
    event,
    actor: pull.mergedBy ?? pull.author,
    createdAt: at,
    pullNumber: pull.number,
    attempts,
  };
}

function generateAttempt(random: Random, input: { readonly at: Date; readonly hasFailed: boolean }): GeneratedAttempt {
  const failing = input.hasFailed ? random.pick(["lint", "test"]) : null;
  const lint = generateJob(random, { name: "lint", at: input.at, medianMs: minuteMs, hasFailed: failing === "lint" });
  const tests = generateJob(random, {
    name: "test",
    at: input.at,
    medianMs: 6 * minuteMs,
    hasFailed: failing === "test",
  });
  const completedAt = lint.completedAt > tests.completedAt ? lint.completedAt : tests.completedAt;
  return { startedAt: input.at, completedAt, conclusion: input.hasFailed ? "failure" : "success", jobs: [lint, tests] };
}

function generateJob(
  random: Random,
  input: { readonly name: string; readonly at: Date; readonly medianMs: number; readonly hasFailed: boolean },
): GeneratedJob {
  const startedAt = after(input.at, random.longTail({ median: 8000, p90: 60_000 }));
  const checkedOutAt = after(startedAt, 5000);
  const completedAt = after(checkedOutAt, random.longTail({ median: input.medianMs, p90: input.medianMs * 2 }));
  const conclusion = input.hasFailed ? "failure" : "success";
  return {
    name: input.name,
    createdAt: input.at,
    startedAt,
    completedAt,
    conclusion,
    steps: [
      { name: "Set up job", startedAt, completedAt: checkedOutAt, conclusion: "success" },
      { name: `Run ${input.name}`, startedAt: checkedOutAt, completedAt, conclusion },
    ],
  };
}

function generateDeployments(random: Random, pull: GeneratedPullRequest): readonly GeneratedDeployment[] {
  const creator = pull.mergedBy ?? pull.author;
  let at = after(pull.mergedAt ?? pull.createdAt, random.longTail({ median: 9 * minuteMs, p90: 30 * minuteMs }));
  const deployments: GeneratedDeployment[] = [];
  for (const environment of ["staging", "production"] as const) {
    const hasFailed = random.chance(failedDeployShare);
    const finishedAt = after(at, random.longTail({ median: 4 * minuteMs, p90: 12 * minuteMs }));
    deployments.push({ environment, creator, pullNumber: pull.number, createdAt: at, finishedAt, hasFailed });
    if (hasFailed) break;
    at = after(finishedAt, random.longTail({ median: 40 * minuteMs, p90: 600 * minuteMs }));
  }
  return deployments;
}

/** The last merge of each month that ended. */
function generateReleases(merged: readonly GeneratedPullRequest[]): readonly GeneratedRelease[] {
  const lastOfMonth = new Map<string, GeneratedPullRequest>();
  for (const pull of merged) lastOfMonth.set(pull.mergedAt?.toISOString().slice(0, 7) ?? "", pull);
  return [...lastOfMonth.values()].slice(0, -1).map((pull, index) => ({
    tag: `v1.${index}.0`,
    author: pull.mergedBy ?? pull.author,
    pullNumber: pull.number,
    publishedAt: after(pull.mergedAt ?? pull.createdAt, 20 * minuteMs),
  }));
}

function after(at: Date, milliseconds: number): Date {
  return new Date(Math.ceil((at.getTime() + milliseconds) / 1000) * 1000);
}
