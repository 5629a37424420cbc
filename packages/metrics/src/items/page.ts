import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import { getMetric } from "../catalogue.ts";
import { listedItemOf } from "../describe-metric.ts";
import type { Expression, Metric } from "../metric.ts";
import { readCursor, type Cursor } from "./cursor.ts";
import type { ItemShow, ItemsQuery, ItemSort } from "./items-query.ts";

/** Which part of a list is wanted, checked. */
export type Page = {
  readonly show: ItemShow;
  readonly filter: Expression;
  readonly also: readonly Metric[];
  readonly sort: ItemSort;
  readonly order: "asc" | "desc";
  readonly after: Cursor | null;
  readonly limit: number;
  /** Names the list and its order; a cursor is good for one of them. */
  readonly list: string;
};

const defaultLimit = 50;
const maxLimit = 5000;

/** Throws `invalid` for a metric without items, and for a filter, cursor, size or companion metric that does not fit. */
export function pageOf(metric: Metric, query: ItemsQuery): Page {
  if (listedItemOf(metric) === null) {
    throw new AppError(
      "invalid",
      `${metric.id} counts what has no page of its own, so there are no items to list. What it does count stands in the rows of its answer. Run: ./pulse metric show ${metric.id}`,
    );
  }
  const sort = query.sort ?? (metric.itemValue === null ? "at" : "value");
  const order = query.order ?? "desc";
  const show = query.show ?? "counted";
  const limit = query.limit ?? defaultLimit;
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > maxLimit) {
    throw new AppError("invalid", `A page holds 1 to ${maxLimit} items, not ${limit}`);
  }
  const list = [metric.id, show, query.filter ?? "", sort, order].join(" ");
  return {
    show,
    filter: filterOf(metric, query.filter),
    also: (query.also ?? []).map((id) => companionOf(metric, id)),
    sort,
    order,
    after: query.after === undefined ? null : readCursor(list, query.after),
    limit,
    list,
  };
}

function filterOf(metric: Metric, name: string | undefined): Expression {
  if (name === undefined) return sql`true`;
  const filters = new Map(Object.entries(metric.filters ?? {}));
  const filter = filters.get(name);
  if (filter !== undefined) return filter;
  const known = [...filters.keys()].join(", ") || "none";
  throw new AppError("invalid", `${metric.id} has no filter "${name.slice(0, 60)}". It has: ${known}`);
}

/** The value of an open item depends on the instant looked at, so only metrics of events can stand beside another. */
function companionOf(metric: Metric, id: string): Metric {
  const companion = getMetric(id);
  const isAlike = companion.source.item === metric.source.item && companion.membership.kind === "event";
  if (isAlike && companion.itemValue !== null) return companion;
  throw new AppError("invalid", `${id} has no value per item that could stand beside ${metric.id}`);
}
