export type Outcomes = {
  readonly succeeded: number;
  readonly failed: number;
  readonly other: number;
  readonly unfinished: number;
};

const failures = ["failure", "timed_out", "startup_failure"];

/** GitHub's many ways to end as the four that a chart tells apart; what counts as failed is what the success rate calls so. */
export function sumOutcomes(byConclusion: Readonly<Record<string, number>> | null | undefined): Outcomes {
  const sum = { succeeded: 0, failed: 0, other: 0, unfinished: 0 };
  for (const [conclusion, n] of Object.entries(byConclusion ?? {})) {
    if (conclusion === "success") sum.succeeded += n;
    else if (failures.includes(conclusion)) sum.failed += n;
    else if (conclusion === "unfinished") sum.unfinished += n;
    else sum.other += n;
  }
  return sum;
}
