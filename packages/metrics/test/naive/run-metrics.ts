import type { Attempt, Job, Repository, Run } from "../history.ts";
import { howMany, none, type Naive, type Value } from "./naive-metric.ts";
import { average, percentile, ratio } from "./numbers.ts";
import type { Counted, Select, Stretch } from "./select.ts";

const failures = ["failure", "timed_out", "startup_failure"];
const judged = ["success", ...failures];
const plain = [...judged, "cancelled", "skipped", "neutral", "action_required", "stale"];

const isIn = (at: number, { from, to }: Stretch) => at >= from && at < to;
const of = (values: readonly number[]): Value =>
  values.length === 0 ? null : none({ p50: percentile(values, 0.5), p95: percentile(values, 0.95) });

function counted(run: Pick<Run, "workflow">, raw: number | null): Counted {
  return { id: "", who: null, labels: [], workflow: run.workflow, raw };
}

/** Attempts that began in the stretch. */
function attempts(raw: (attempt: Attempt) => number | null): Select {
  return ({ runs }, stretch) =>
    runs.flatMap((run) =>
      run.attempts.filter(({ startedAt }) => isIn(startedAt, stretch)).map((attempt) => counted(run, raw(attempt))),
    );
}

function lasted({ conclusion, jobs, startedAt, updatedAt }: Attempt): number | null {
  if (conclusion === null) return null;
  const ends = jobs.flatMap(({ completedAt }) => completedAt ?? []);
  return (ends.length === 0 ? updatedAt : Math.max(...ends)) - startedAt;
}

/** Runs with an attempt in the stretch: whether there was ever another. */
const rerunRuns: Select = ({ runs }, stretch) =>
  runs
    .filter((run) => run.attempts.some(({ startedAt }) => isIn(startedAt, stretch)))
    .map((run) => counted(run, run.attempts.length > 1 ? 1 : 0));

/** Pairs of workflow and commit with a completed attempt in the stretch. */
const pairs: Select = ({ runs }, stretch) =>
  [...Map.groupBy(runs, ({ workflow, sha }) => `${workflow} ${sha}`).values()].flatMap((alike) => {
    const ended = alike.flatMap((run) => run.attempts).filter(({ conclusion }) => conclusion !== null);
    const [first] = alike;
    if (first === undefined || !ended.some(({ startedAt }) => isIn(startedAt, stretch))) return [];
    const isFlaky = ended.some(
      (failed) =>
        failures.includes(failed.conclusion ?? "") &&
        ended.some((later) => later.conclusion === "success" && later.startedAt > failed.startedAt),
    );
    return [counted(first, isFlaky ? 1 : 0)];
  });

type Placed = Job & { readonly at: number; readonly workflow: string | null; readonly key: string };

/** Every job with the instant by which it comes into a window, earlier attempts first. */
function jobsOf({ runs, looseJobs }: Repository): readonly Placed[] {
  return [
    ...runs.flatMap(({ id, workflow, attempts: tried }) =>
      tried.flatMap(({ startedAt: at, jobs }) => jobs.map((job) => ({ ...job, at, workflow, key: `${id}` }))),
    ),
    ...looseJobs.map((job, index) => ({ ...job, at: job.createdAt, workflow: "Old", key: `loose ${index}` })),
  ];
}

function jobs(
  raw: (job: Placed, isRepeated: boolean) => number | null,
  keep: (job: Placed) => boolean = () => true,
): Select {
  return (repository, stretch) => {
    const seen = new Set<string>();
    return jobsOf(repository).flatMap((job) => {
      const key = `${job.key} ${job.name} ${job.startedAt}`;
      const isRepeated = job.startedAt !== null && seen.has(key);
      seen.add(key);
      if (!isIn(job.at, stretch) || !keep(job)) return [];
      return [{ id: "", who: null, labels: job.labels, workflow: job.workflow, raw: raw(job, isRepeated) }];
    });
  };
}

function minutesOf({ conclusion, startedAt, completedAt }: Placed): number | null {
  if (conclusion === "skipped" || startedAt === null || completedAt === null) return null;
  return Math.ceil((completedAt - startedAt) / 60);
}

export const runMetrics: Readonly<Record<string, Naive>> = {
  "ci.runs": {
    kind: "event",
    select: attempts(({ conclusion }) =>
      conclusion === null ? 0 : plain.includes(conclusion) ? plain.indexOf(conclusion) + 1 : 99,
    ),
    tell: (values) => ({ total: values.length }),
    beside: (_, values) => ({
      by_conclusion: Object.fromEntries(
        [...Map.groupBy(values, (value) => value)].map(([value, alike]) => [
          value === 0 ? "unfinished" : (plain[value - 1] ?? "other"),
          alike.length,
        ]),
      ),
    }),
  },
  "ci.success_rate": {
    kind: "event",
    select: attempts(({ conclusion }) =>
      conclusion === null || !judged.includes(conclusion) ? null : conclusion === "success" ? 1 : 0,
    ),
    tell: average,
  },
  "ci.duration": { kind: "event", select: attempts(lasted), tell: of },
  "ci.queue_time": {
    kind: "event",
    select: jobs(({ createdAt, startedAt }) => (startedAt === null ? null : startedAt - createdAt)),
    tell: of,
  },
  "ci.rerun_rate": { kind: "event", select: rerunRuns, tell: average },
  "ci.flake_rate": {
    kind: "event",
    select: pairs,
    tell: (values) => {
      const flaky = values.filter((value) => value === 1).length;
      return { pairs: values.length, flaky, ratio: ratio(flaky, values.length) };
    },
  },
  "ci.top_failing": {
    kind: "event",
    select: jobs(
      (_, isRepeated) => (isRepeated ? null : 1),
      ({ conclusion }) => failures.includes(conclusion ?? ""),
    ),
    tell: howMany,
  },
  "ci.minutes": {
    kind: "event",
    select: jobs((job, isRepeated) => (isRepeated ? null : minutesOf(job))),
    tell: (values) => ({ minutes: values.reduce((sum, value) => sum + value, 0) }),
  },
};
