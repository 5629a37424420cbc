import type { Tx } from "@pulse/db";

import { writeInstant } from "./answer/write-instant.ts";
import { getMetric } from "./catalogue.ts";
import { writeCursor } from "./items/cursor.ts";
import type { ItemList, LeftOutGroup, MetricItem } from "./items/item-list.ts";
import type { ItemShow, ItemsQuery } from "./items/items-query.ts";
import { pageOf } from "./items/page.ts";
import { readPage, type ItemRow, type ReasonCount } from "./items/read-page.ts";
import type { Metric } from "./metric.ts";
import { loadScope } from "./scope/load-scope.ts";
import { reachOf } from "./scope/reach.ts";

const commonReasons: ReadonlyMap<string, string> = new Map([
  ["bot", "opened by a bot"],
  ["negative", "the time would be negative, as with a commit dated after its pull request"],
  ["unknown", "not enough is known of it"],
]);

/**
 * The items behind a number, page by page, and those that came into its window and are not in it, with the reason.
 * Throws as `computeMetric` does, and `invalid` for a filter, cursor, page size or companion metric that does not fit.
 */
export async function listMetricItems(tx: Tx, query: ItemsQuery): Promise<ItemList> {
  const metric = getMetric(query.metric);
  const page = pageOf(metric, query);
  const scope = await loadScope(tx, query, { kinds: metric.needs, splits: [] });
  const reach = reachOf(scope, metric.needs);
  const { counts, rows } = await readPage(tx, { metric, scope, reach, page });
  const items = rows.slice(0, page.limit);
  const last = rows.length > page.limit ? items.at(-1) : undefined;
  return {
    metric: metric.id,
    unit: metric.itemValue?.unit ?? null,
    repositories: scope.repositories.map((repository) => repository.fullName),
    from: writeInstant(scope.from.at),
    to: writeInstant(scope.to.at),
    to_is: scope.toIs,
    time_zone: scope.timeZone,
    as_of: reach.asOf,
    coverage: reach.coverage,
    total: totalOf(counts, page.show),
    left_out: counts.flatMap(({ reason, n }) => (reason === null ? [] : [leftOutOf(metric, reason, n)])),
    items: items.map((row) => itemOf(metric, row)),
    next: last === undefined ? null : writeCursor(page.list, last),
  };
}

function totalOf(counts: readonly ReasonCount[], show: ItemShow): number {
  return counts
    .filter(({ reason }) => show === "all" || (show === "counted") === (reason === null))
    .reduce((sum, { n }) => sum + n, 0);
}

function leftOutOf(metric: Metric, reason: string, n: number): LeftOutGroup {
  const own = metric.leftOut?.find((each) => each.reason === reason)?.text;
  return { reason, text: own ?? commonReasons.get(reason) ?? reason, n };
}

type Detail = MetricItem["details"][string];

function itemOf(metric: Metric, row: ItemRow): MetricItem {
  const { repository, number, title, author, state, labels, value, reason, also } = row;
  const details = Object.entries(row.details).map(([name, detail]): [string, Detail] => [
    name,
    metric.source.details[name] === "instant" && typeof detail === "string" ? writeInstant(new Date(detail)) : detail,
  ]);
  return {
    repository,
    number,
    title,
    author,
    state,
    labels,
    at: writeInstant(row.at),
    value,
    reason,
    details: Object.fromEntries(details),
    also,
  };
}
