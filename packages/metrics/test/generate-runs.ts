import fc from "fast-check";

import type { Attempt, Job, Run } from "./history.ts";

const hour = 3600;

const conclusion = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("success", "failure") },
  { weight: 3, arbitrary: fc.constantFrom("timed_out", "startup_failure", "cancelled", "skipped", "unheard_of") },
  { weight: 1, arbitrary: fc.constant(null) },
);

// Around whole minutes is where minutes are rounded.
const job = fc.record({
  name: fc.constantFrom("build", "test"),
  conclusion,
  labels: fc.constantFrom([], ["ubuntu-latest"], ["self-hosted", "linux"]),
  wait: fc.constantFrom(null, 0, 1, 40, hour),
  length: fc.constantFrom(null, 0, 59, 60, 61, hour),
});

type Told = { readonly wait: number | null; readonly length: number | null };

function jobAt<T extends Told>(createdAt: number, { wait, length, ...rest }: T) {
  const startedAt = wait === null ? null : createdAt + wait;
  return {
    ...rest,
    createdAt,
    startedAt,
    completedAt: startedAt === null || length === null ? null : startedAt + length,
  };
}

/** A job whose run nobody knows. */
export function anyLooseJob(instant: fc.Arbitrary<number>): fc.Arbitrary<Job> {
  return fc.record({ at: instant, told: job }).map(({ at, told }) => jobAt(at, told));
}

/** A run of up to three attempts; those after the first list jobs again that they did not run again. */
export function anyRun(instant: fc.Arbitrary<number>): fc.Arbitrary<Omit<Run, "id">> {
  const attempt = fc.record({
    gap: fc.constantFrom(1, hour, 30 * hour),
    conclusion,
    length: fc.constantFrom(0, 90, hour),
    jobs: fc.uniqueArray(job, { maxLength: 2, selector: ({ name }) => name }),
    isCarryingOver: fc.boolean(),
  });
  return fc
    .record({
      workflow: fc.constantFrom("CI", "Nightly"),
      sha: fc.constantFrom("a", "b", "c").map((letter) => letter.repeat(40)),
      at: instant,
      tries: fc.array(attempt, { minLength: 1, maxLength: 3 }),
    })
    .map(({ at, tries, ...run }) => {
      const attempts: Attempt[] = [];
      let startedAt = at;
      for (const { gap, isCarryingOver, conclusion: end, length, jobs } of tries) {
        const before = attempts.at(-1)?.jobs ?? [];
        const carried = isCarryingOver ? before.map((old) => ({ ...old, createdAt: startedAt })) : [];
        const fresh = jobs
          .filter(({ name }) => carried.every((old) => old.name !== name))
          .map((told) => jobAt(startedAt, told));
        attempts.push({ startedAt, conclusion: end, updatedAt: startedAt + length, jobs: [...carried, ...fresh] });
        startedAt += gap;
      }
      return { ...run, attempts };
    });
}
