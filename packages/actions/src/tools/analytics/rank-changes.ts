import { catalogue, type MetricAnswer, type MetricValue } from "@pulse/metrics";

type Verdict = "better" | "worse" | "neutral" | "same" | "unknown";

export type MetricChange = {
  readonly id: string;
  readonly unit: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly n_before: number;
  readonly n_after: number;
  readonly change: number | null;
  readonly verdict: Verdict;
  readonly is_small_sample: boolean;
};

// Below this a median moves with every single item.
const smallSample = 10;
const noise = 0.02;

/** Metrics by how much they changed from the window before, most first; what cannot be compared comes last. */
export function rankChanges(answers: readonly MetricAnswer[]): MetricChange[] {
  return answers
    .map((answer) => changeOf(answer))
    .toSorted((a, b) => Math.abs(b.change ?? -1) - Math.abs(a.change ?? -1) || a.id.localeCompare(b.id));
}

function changeOf(answer: MetricAnswer): MetricChange {
  const { metric: id, unit, n, value, previous } = answer;
  const before = middleOf(previous?.value ?? null);
  const after = middleOf(value);
  const change = before === null || after === null || before === 0 ? null : (after - before) / before;
  const nBefore = previous?.n ?? 0;
  return {
    id,
    unit,
    before,
    after,
    n_before: nBefore,
    n_after: n,
    change,
    verdict: judge(id, change),
    is_small_sample: Math.min(n, nBefore) < smallSample,
  };
}

/** The one number that stands for a value of several: the median, else the mean, else the first. */
function middleOf(value: MetricValue): number | null {
  if (value === null || typeof value === "number") return value;
  return value["p50"] ?? value["ratio"] ?? value["mean"] ?? Object.values(value)[0] ?? null;
}

function judge(id: string, change: number | null): Verdict {
  if (change === null) return "unknown";
  if (Math.abs(change) < noise) return "same";
  const direction = catalogue.find((metric) => metric.id === id)?.direction ?? "neutral";
  if (direction === "neutral") return "neutral";
  return change > 0 === (direction === "up") ? "better" : "worse";
}
