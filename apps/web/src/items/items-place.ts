import type { DashboardName } from "../dashboard/board.ts";

/** Where a list stands: below which dashboard, and with which query. */
export type ItemsPlace = {
  readonly slug: string;
  readonly dashboard: DashboardName;
  readonly search: URLSearchParams;
};

/** The same list, told otherwise. */
export function hrefWith({ search }: ItemsPlace, change: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return `?${query.toString()}`;
}

/** All of the list as a file. */
export function fileHref({ slug, dashboard, search }: ItemsPlace, format: "csv" | "json"): string {
  const query = new URLSearchParams(search);
  query.delete("after");
  query.set("format", format);
  return `/${slug}/${dashboard}/items/export?${query.toString()}`;
}

/** The dashboard as it was left. */
export function dashboardHref({ slug, dashboard, search }: ItemsPlace): string {
  const query = new URLSearchParams();
  for (const name of ["repo", "label_group", "label", "person", "team"]) {
    for (const value of search.getAll(name)) query.append(name, value);
  }
  for (const name of ["from", "to", "tz", "include_bots"]) {
    const value = search.get(name);
    if (value !== null) query.set(name, value);
  }
  return `/${slug}/${dashboard}?${query.toString()}`;
}
