/** How long a number takes under row level security: of one repository and of a whole workspace, small and at a million items. */
import { openFilled } from "./fill/open-filled.ts";
import { large, small, type FillSize } from "./fill/sizes.ts";
import { bestOf, growthOf, p95Of, printTimes } from "./metrics/print-times.ts";
import { timeSizes, type MetricTimes } from "./metrics/time-sizes.ts";
import { createReport, medianOf, type Measure, type Report } from "./report.ts";

type MetricsBenchInput = {
  /** A folder that keeps the filled databases for the next run; filling takes minutes. */
  readonly keep: string | null;
  /** Only the small database: seconds instead of minutes. */
  readonly isSmallOnly: boolean;
  readonly say: (text: string) => void;
};

const goals = { oneMs: 60, allMs: 300, cachedMs: 10, growth: 1.5 };

const notes = [
  "One year of every metric of the catalogue, with the year before it, under row level security. The slowest are named.",
  "Beside each figure the bare aggregate over the same rows, its best run. Growth compares the best runs of one repository among 5 and among 250.",
];

export async function benchMetrics({
  keep,
  isSmallOnly,
  say,
}: MetricsBenchInput): Promise<Report & { readonly times: unknown }> {
  const sizes = isSmallOnly ? [small] : [small, large];
  const filled = await openFilled({ sizes, keep, say });
  try {
    const times = await timeSizes({ sizes, urls: filled.urls, say });
    const few = times.get("small") ?? [];
    for (const size of sizes) {
      const beside = size === small ? [] : few;
      say(printTimes(`${size.name}: ${size.repositories} repositories`, { times: times.get(size.name) ?? [], beside }));
    }
    const measures = sizes.flatMap((size) => summarise(size, times.get(size.name) ?? []));
    const report = createReport("metrics", [...measures, ...listGrowth(few, times.get("large") ?? [])], notes);
    return { ...report, times: Object.fromEntries(times) };
  } finally {
    await filled.close();
  }
}

type Column = "one" | "all" | "allCached";

function summarise({ name, repositories }: FillSize, times: readonly MetricTimes[]): readonly Measure[] {
  return [
    ...slowestOf(`${name}: one repository`, { times, column: "one", bare: "oneBare", goalMs: goals.oneMs }),
    ...slowestOf(`${name}: ${repositories} repositories, uncached`, {
      times,
      column: "all",
      bare: "allBare",
      goalMs: goals.allMs,
    }),
    ...slowestOf(`${name}: ${repositories} repositories, cached`, {
      times,
      column: "allCached",
      bare: "allBare",
      goalMs: goals.cachedMs,
    }),
  ];
}

type Summary = {
  readonly times: readonly MetricTimes[];
  readonly column: Column;
  readonly bare: "oneBare" | "allBare";
  readonly goalMs: number;
};

function slowestOf(name: string, { times, column, bare, goalMs }: Summary): readonly Measure[] {
  const ranked = times.toSorted((left, right) => p95Of(right[column]) - p95Of(left[column]));
  const within = ranked.filter((each) => p95Of(each[column]) <= goalMs);
  return [
    { name: `${name}: median metric`, unit: "ms", value: medianOf(ranked.map((each) => medianOf(each[column]))) },
    {
      name: `${name}: median metric, best runs`,
      unit: "ms",
      value: medianOf(ranked.map((each) => bestOf(each[column]))),
    },
    {
      name: `${name}: metrics with their best run up to ${goalMs} ms, of ${ranked.length}`,
      unit: "rows",
      value: ranked.filter((each) => bestOf(each[column]) <= goalMs).length,
    },
    { name: `${name}: metrics with p95 up to ${goalMs} ms, of ${ranked.length}`, unit: "rows", value: within.length },
    ...ranked.slice(0, Math.max(3, ranked.length - within.length)).map((each): Measure => ({
      name: `${name}: p95 of ${each.metric}`,
      unit: "ms",
      value: p95Of(each[column]),
      runs: each[column],
      goal: { atMost: goalMs },
      limit: { name: "bare aggregate", value: bestOf(each[bare]) },
    })),
  ];
}

function listGrowth(few: readonly MetricTimes[], many: readonly MetricTimes[]): readonly Measure[] {
  const ratios = many
    .flatMap((each) => {
      const other = few.find(({ metric }) => metric === each.metric);
      return other === undefined ? [] : [{ metric: each.metric, ratio: growthOf(other, each) }];
    })
    .toSorted((left, right) => right.ratio - left.ratio);
  return ratios.slice(0, 3).map(({ metric, ratio }): Measure => ({
    name: `one repository among 250 in times of one among 5: ${metric}`,
    unit: "ratio",
    value: ratio,
    goal: { atMost: goals.growth },
  }));
}
