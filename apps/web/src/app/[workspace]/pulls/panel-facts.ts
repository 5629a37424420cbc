import type { DefinitionEntry } from "../../../metric/definition.tsx";
import type { FreshnessProps } from "../../../metric/freshness.tsx";
import type { MetricAnswer } from "../../../metric/metric-answer.ts";
import type { PullsData } from "./load-pulls.ts";
import { seriesExportHref } from "./view-query.ts";

/** Throws for a metric that the page did not ask for: a slip of the page, not of the data. */
export function getAnswer(data: PullsData, metric: string): MetricAnswer {
  const answer = data.answers.get(metric);
  if (answer === undefined) throw new Error(`the page shows ${metric} without having asked for it`);
  return answer;
}

export function definitionsOf(data: PullsData, metrics: readonly string[]): DefinitionEntry[] {
  return metrics.flatMap((id) => {
    const found = data.definitions.get(id);
    return found === undefined ? [] : [{ id, title: found.title, definition: found.definition }];
  });
}

export function freshnessOf(data: PullsData, answer: MetricAnswer): FreshnessProps {
  return {
    n: answer.n,
    excluded: answer.excluded,
    asOf: answer.as_of,
    coverage: answer.coverage,
    timeZone: data.timeZone,
  };
}

/** The two files of a panel that draws series. */
export function seriesFiles(
  data: PullsData,
  metrics: readonly string[],
): { readonly csv: string; readonly json: string } {
  const link = { slug: data.slug, metrics, view: data.view, by: data.grain };
  return { csv: seriesExportHref({ ...link, format: "csv" }), json: seriesExportHref({ ...link, format: "json" }) };
}
