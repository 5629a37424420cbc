import { AppError } from "@pulse/kit";

import { readSwitch, refuseUnknown } from "../app/api/metrics/read-metric-query.ts";
import type { RequestScope } from "../server/open-request.ts";
import { readItemSort, toOrder, type ItemSort } from "./item-sort.ts";

const parameters = [
  "metric",
  "filter",
  "show",
  "repo",
  "from",
  "to",
  "tz",
  "bot",
  "include_bots",
  "label_group",
  "label",
  "person",
  "team",
  "sort",
  "after",
  "format",
];

type ListInput = Parameters<RequestScope["actions"]["listMetricItems"]["run"]>[1];

export type ItemsQuery = { readonly input: ListInput; readonly sort: ItemSort };

/** Which items a list page or file shows, by this time zone unless it names another; the action checks each value. Throws `invalid` for what does not exist. */
export function readItemsQuery(search: URLSearchParams, timeZone: string): ItemsQuery {
  refuseUnknown(search, parameters);
  const metric = search.get("metric") ?? "";
  if (metric === "") {
    throw new AppError(
      "invalid",
      "This list needs to know whose items to show. Come here from a panel of the dashboard",
    );
  }
  const sort = readItemSort(search.get("sort") ?? undefined, "-value");
  const optional = ["filter", "show", "from", "to", "tz", "after"] as const;
  const given = Object.fromEntries(optional.flatMap((name) => (search.has(name) ? [[name, search.get(name)]] : [])));
  return {
    sort,
    input: {
      tz: timeZone,
      ...given,
      metric,
      repositories: search.getAll("repo"),
      bots: search.getAll("bot"),
      includeBots: readSwitch(search, "include_bots"),
      labelGroups: search.getAll("label_group"),
      labels: search.getAll("label"),
      people: search.getAll("person"),
      teams: search.getAll("team"),
      ...(search.has("sort") ? toOrder(sort) : {}),
    },
  };
}
