import type { MetricAnswer, MetricDefinition } from "../metric/metric-answer.ts";
import type { RequestScope } from "../server/open-request.ts";
import type { ItemsQuery } from "./read-items-query.ts";

type RowsInput = { readonly metric: MetricDefinition; readonly input: ItemsQuery["input"] };

/** What stands behind a number that counts no issues or pull requests: its own rows, or else its share of each repository. */
export async function readRows({ actions, ctx }: RequestScope, { metric, input }: RowsInput): Promise<MetricAnswer> {
  const isSplit = !metric.beside.includes("rows") && metric.splits.includes("repository");
  const { repositories, from, to, tz, bots, includeBots, people, teams } = input;
  return await actions.showMetric.run(ctx, {
    metric: metric.id,
    repositories,
    from,
    to,
    tz,
    bots,
    includeBots,
    people,
    teams,
    by: isSplit ? "repository" : null,
  });
}

export type Row = NonNullable<MetricAnswer["rows"]>[number];

/** The rows as a table has them, whichever way they came. */
export function rowsOf(answer: MetricAnswer): readonly Row[] {
  if (answer.rows !== undefined) return answer.rows;
  return (answer.series ?? []).map(({ key, n, value }) => ({
    repository: key,
    ...(value === null || typeof value === "number" ? { value } : value),
    n,
  }));
}
