import { computeMetrics, type Figures, type MetricAnswer, type Split } from "@pulse/metrics";
import { z } from "zod";

import { defineAction, type ActionContext } from "./action.ts";
import { answerQuestion } from "./answer-question.ts";
import { questionOf, questionShape, splitSchema } from "./metric-question.ts";

const { metric, ...shape } = questionShape;

// Transactions that read series side by side; a page of repositories must not take the whole pool.
const lanes = 4;

const measure = z.object({
  metric,
  /** The name of the number that is sorted by; absent means the value itself, or its first number. */
  part: z.string().max(60).nullish(),
  /** The metric whose series is drawn beside it, when that is another one. */
  series: metric.nullish(),
});

type RepositoryComparison = {
  readonly repository: string;
  /** In the order of the measures. */
  readonly figures: readonly Figures[];
  /** The series of each measure for the repositories of the page; empty without `by`. */
  readonly series: readonly NonNullable<MetricAnswer["series"]>[];
};

/** The same few numbers for many repositories, one page of them at a time, with the series of each repository on the page. */
export const compareRepositories = defineAction({
  name: "compare_repositories",
  summary: "Compare repositories by a few metrics: sorted, searched by name, and page by page",
  scope: "read",
  input: z.object({
    ...shape,
    measures: z.array(measure).min(1).max(8),
    by: splitSchema,
    search: z.string().max(200).default("").describe("only repositories whose name holds this"),
    sort: z.string().max(100).default("name").describe("name, or the id of one of the metrics"),
    order: z.enum(["asc", "desc"]).default("asc"),
    offset: z.number().int().min(0).default(0),
    limit: z.number().int().min(1).max(50).default(12),
  }),
  run: async (ctx, { measures, by, search, sort, order, offset, limit, ...input }) => {
    const question = questionOf(ctx, { ...input, metric: "" });
    const metrics = measures.map((each) => ({ metric: each.metric, by: "repository" as const }));
    const answers = await answerQuestion(
      ctx,
      { name: "show_metrics", query: { ...question, metrics } },
      computeMetrics,
    );
    const found = rowsOf(answers).filter(({ repository }) => repository.toLowerCase().includes(search.toLowerCase()));
    const column = measures.findIndex((each) => each.metric === sort);
    const sorted = sortRows(found, { column, part: measures[column]?.part ?? null, order });
    const page = sorted.slice(offset, offset + limit);
    const window = { from: answers[0]?.from, to: answers[0]?.to };
    const series =
      by === null || by === undefined ? [] : await readSeries(ctx, { page, measures, by, question, window });
    return {
      total: sorted.length,
      answers,
      repositories: page.map((row, index): RepositoryComparison => ({ ...row, series: series[index] ?? [] })),
    };
  },
});

type Row = Pick<RepositoryComparison, "figures" | "repository">;

function rowsOf(answers: readonly MetricAnswer[]): readonly Row[] {
  const [first] = answers;
  const byMetric = answers.map((answer) => new Map(answer.series?.map((entry) => [entry.key, entry])));
  return (first?.repositories ?? []).map((repository) => ({
    repository,
    figures: byMetric.map((entries) => entries.get(repository) ?? { n: 0, excluded: 0, value: null }),
  }));
}

type Sorting = { readonly column: number; readonly part: string | null; readonly order: "asc" | "desc" };

/** By name when no column is meant; what has no value comes last either way, and equals stand by name. */
function sortRows(rows: readonly Row[], { column, part, order }: Sorting): readonly Row[] {
  const sign = order === "desc" ? -1 : 1;
  const valueOf = (row: Row) => numberOf(row.figures[column], part);
  const byName = rows.toSorted((a, b) => a.repository.localeCompare(b.repository, "en", { sensitivity: "base" }));
  if (column === -1) return order === "desc" ? byName.toReversed() : byName;
  return byName.toSorted((a, b) => sign * ((valueOf(a) ?? sign * Infinity) - (valueOf(b) ?? sign * Infinity)) || 0);
}

function numberOf(figures: Figures | undefined, part: string | null): number | null {
  const value = figures?.value ?? null;
  if (value === null || typeof value === "number") return value;
  return (part === null ? Object.values(value)[0] : value[part]) ?? null;
}

type SeriesInput = {
  readonly page: readonly Row[];
  readonly measures: readonly z.output<typeof measure>[];
  readonly by: Split;
  readonly question: ReturnType<typeof questionOf>;
  /** That of all together: a repository that was read less far must not look at other days than its neighbours. */
  readonly window: { readonly from: string | undefined; readonly to: string | undefined };
};

/** One list of series per repository of the page, in the page's order. */
async function readSeries(
  ctx: ActionContext,
  { page, measures, by, question, window }: SeriesInput,
): Promise<readonly RepositoryComparison["series"][]> {
  const metrics = measures.map((each) => ({ metric: each.series ?? each.metric, by }));
  const read = new Map<number, RepositoryComparison["series"]>();
  const queue = [...page.entries()];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, { repository }] = next;
      const query = { ...question, ...window, repositories: [repository], metrics };
      const answers = await answerQuestion(ctx, { name: "show_metrics", query }, computeMetrics);
      read.set(
        index,
        answers.map((answer) => answer.series ?? []),
      );
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return page.map((_row, index) => read.get(index) ?? []);
}
