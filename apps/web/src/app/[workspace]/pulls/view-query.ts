import type { Window } from "../../../metric/bucket.ts";
import type { PullFilters } from "./filters/pull-filters.ts";

/** Which numbers, exactly: what every panel, list and export of one view has in common. */
export type ViewQuery = {
  readonly repositories: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly tz: string;
  readonly includeBots: boolean;
  readonly bots: readonly string[];
};

type ViewInput = { readonly filters: PullFilters; readonly window: Window; readonly timeZone: string };

export function toViewQuery({ filters, window, timeZone }: ViewInput): ViewQuery {
  return {
    repositories: filters.repositories,
    from: window.from,
    to: window.to,
    tz: timeZone,
    includeBots: filters.includeBots,
    bots: filters.bots,
  };
}

type LinkInput = {
  readonly slug: string;
  readonly metric: string;
  readonly view: ViewQuery;
  /** Narrower than the view: one bar of a chart. */
  readonly window?: Window;
  readonly filter?: string;
};

/** The full list behind a number. */
export function itemsHref(link: LinkInput): string {
  return `/${link.slug}/pulls/items?${toSearch(link).toString()}`;
}

/** The same list as a file. */
export function itemsExportHref(link: LinkInput & { readonly format: "csv" | "json" }): string {
  const search = toSearch(link);
  search.set("format", link.format);
  return `/${link.slug}/pulls/items/export?${search.toString()}`;
}

type SeriesLink = {
  readonly slug: string;
  readonly metrics: readonly string[];
  readonly view: ViewQuery;
  readonly by: string;
  readonly format: "csv" | "json";
};

/** The numbers and series behind a panel as a file. */
export function seriesExportHref({ slug, metrics, view, by, format }: SeriesLink): string {
  const search = toSearch({ metric: "", view });
  search.delete("metric");
  for (const metric of metrics) search.append("metric", metric);
  search.set("by", by);
  search.set("format", format);
  return `/${slug}/pulls/export?${search.toString()}`;
}

function toSearch({ metric, view, window, filter }: Omit<LinkInput, "slug">): URLSearchParams {
  const search = new URLSearchParams({ metric });
  for (const repository of view.repositories) search.append("repo", repository);
  search.set("from", window?.from ?? view.from);
  search.set("to", window?.to ?? view.to);
  if (view.tz !== "UTC") search.set("tz", view.tz);
  if (filter !== undefined) search.set("filter", filter);
  if (view.includeBots) search.set("include_bots", "true");
  for (const bot of view.bots) search.append("bot", bot);
  return search;
}
