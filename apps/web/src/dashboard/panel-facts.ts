import { formatNumber } from "../format/format-number.ts";
import type { DefinitionEntry } from "../metric/definition.tsx";
import type { FreshnessProps } from "../metric/freshness.tsx";
import type { MetricAnswer, Split } from "../metric/metric-answer.ts";
import { answerKey, type Board } from "./board.ts";
import { itemsHref } from "./view-query.ts";

/** Throws for a metric that the page did not ask for: a slip of the page, not of the data. */
export function getAnswer(board: Board, metric: string, split: Split | null = null): MetricAnswer {
  const answer = board.answers.get(answerKey(metric, split));
  if (answer === undefined) throw new Error(`the page shows ${answerKey(metric, split)} without having asked for it`);
  return answer;
}

/** How each number of a panel is computed: its definition, and the way to the items in it and those left out. */
export function definitionsOf(board: Board, metrics: readonly string[]): DefinitionEntry[] {
  return metrics.flatMap((id) => {
    const found = board.definitions.get(id);
    if (found === undefined) return [];
    const { title, definition } = found;
    return [{ id, title, definition, sample: sampleOf(board.answers.get(id)), href: itemsHref(board, { metric: id }) }];
  });
}

function sampleOf(answer: MetricAnswer | undefined): string | null {
  if (answer === undefined) return null;
  const notYet = answer.n_not_yet ?? 0;
  const parts = [
    `n ${formatNumber(answer.n)} here`,
    ...(notYet > 0 ? [`${formatNumber(notYet)} not yet`] : []),
    ...(answer.excluded > 0 ? [`${formatNumber(answer.excluded)} left out for a negative time`] : []),
  ];
  return parts.join(", ");
}

export function freshnessOf(board: Board, answer: MetricAnswer): FreshnessProps {
  return {
    n: answer.n,
    excluded: answer.excluded,
    asOf: answer.as_of,
    coverage: answer.coverage,
    timeZone: board.timeZone,
    drawnAt: board.window.endsNow ? board.window.to : null,
  };
}

/** Whether the lists of a board must say in which repository an item is. */
export function hasManyRepositories({ filters }: Board): boolean {
  return filters.repositories.length !== 1;
}
