import type { Window } from "../metric/bucket.ts";
import type { MetricDefinition, Split } from "../metric/metric-answer.ts";
import type { ViewFilters } from "../filters/view-filters.ts";
import type { RequestScope } from "../server/open-request.ts";
import type { BoardFrame } from "./board.ts";
import { narrowView } from "./narrow-view.ts";

/** Which numbers, exactly: what every panel, list and export of one view has in common. */
export type ViewQuery = {
  readonly repositories: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly tz: string;
  readonly includeBots: boolean;
  readonly bots: readonly string[];
  readonly labelGroups: readonly string[];
  readonly labels: readonly string[];
  readonly people: readonly string[];
  readonly teams: readonly string[];
  readonly weekStart: WeekStart;
};

type WeekStart = RequestScope["preferences"]["weekStart"];

type ViewInput = {
  readonly filters: ViewFilters;
  readonly window: Window;
  readonly timeZone: string;
  readonly weekStart: WeekStart;
};

export function toViewQuery({ filters, window, timeZone, weekStart }: ViewInput): ViewQuery {
  return {
    repositories: filters.repositories,
    from: window.from,
    to: window.to,
    tz: timeZone,
    includeBots: filters.includeBots,
    bots: filters.bots,
    labelGroups: filters.labelGroups,
    labels: filters.labels,
    people: filters.people,
    teams: filters.teams,
    weekStart,
  };
}

/** The same as actions take it. */
export function questionOf(view: ViewQuery) {
  const { repositories, bots, labelGroups, labels, people, teams, ...rest } = view;
  return {
    ...rest,
    repositories: [...repositories],
    bots: [...bots],
    labelGroups: [...labelGroups],
    labels: [...labels],
    people: [...people],
    teams: [...teams],
  };
}

type Place = Pick<BoardFrame, "dashboard" | "slug" | "view"> & {
  /** Where it is known what metrics can be narrowed to, a link asks no more of one. */
  readonly definitions?: ReadonlyMap<string, Pick<MetricDefinition, "choices">>;
};

export type ItemsLink = {
  readonly metric: string;
  readonly filter?: string;
  /** Narrower than the view: one bar of a chart, one row of a table. */
  readonly window?: Window;
  readonly repository?: string;
  readonly label?: string;
  readonly labelGroup?: string;
  readonly person?: string;
};

/** The full list behind a number. */
export function itemsHref(place: Place, link: ItemsLink): string {
  return `/${place.slug}/${place.dashboard}/items?${toSearch(viewOf(place, [link.metric]), link).toString()}`;
}

/** The two files of the same list. */
export function itemsFiles(place: Place, link: ItemsLink): { readonly csv: string; readonly json: string } {
  const search = toSearch(viewOf(place, [link.metric]), link).toString();
  const href = `/${place.slug}/${place.dashboard}/items/export?${search}&format=`;
  return { csv: `${href}csv`, json: `${href}json` };
}

type SeriesLink = { readonly metrics: readonly string[]; readonly by: Split | null };

/** The two files of the numbers and series behind a panel. */
export function seriesFiles(
  place: Place,
  { metrics, by }: SeriesLink,
): { readonly csv: string; readonly json: string } {
  const search = toSearch(viewOf(place, metrics), { metric: "" });
  search.delete("metric");
  for (const metric of metrics) search.append("metric", metric);
  if (by !== null) search.set("by", by);
  if (by === "week" && place.view.weekStart !== null) search.set("week_start", place.view.weekStart);
  const href = `/${place.slug}/${place.dashboard}/export?${search.toString()}&format=`;
  return { csv: `${href}csv`, json: `${href}json` };
}

/** What applies to all of the metrics. */
function viewOf({ view, definitions }: Place, metrics: readonly string[]): ViewQuery {
  return metrics.reduce((narrowed, metric) => narrowView(narrowed, definitions?.get(metric)?.choices), view);
}

function toSearch(view: ViewQuery, link: ItemsLink): URLSearchParams {
  const { metric, filter, window = view, repository, label, labelGroup, person } = link;
  const search = new URLSearchParams({ metric });
  for (const name of repository === undefined ? view.repositories : [repository]) search.append("repo", name);
  search.set("from", window.from);
  search.set("to", window.to);
  search.set("tz", view.tz);
  if (filter !== undefined) search.set("filter", filter);
  if (view.includeBots) search.set("include_bots", "true");
  for (const bot of view.bots) search.append("bot", bot);
  for (const group of labelGroup === undefined ? view.labelGroups : [labelGroup]) search.append("label_group", group);
  for (const name of label === undefined ? view.labels : [label]) search.append("label", name);
  for (const login of person === undefined ? view.people : [person]) search.append("person", login);
  // Somebody is narrower than any team.
  for (const team of person === undefined ? view.teams : []) search.append("team", team);
  return search;
}
