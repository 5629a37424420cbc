import type { SearchParams } from "../../../../filters/parse-view-filters.ts";
import { measures } from "./measures.ts";

/** Which repositories are compared, and in which order, as the URL says it. */
export type ComparisonView = {
  readonly search: string;
  /** `name`, or the metric of a column. */
  readonly sort: string;
  readonly order: "asc" | "desc";
  /** From 1. */
  readonly page: number;
};

export const pageSize = 12;

/** What cannot be read is as if it had not been given: no other number hangs on it. */
export function readComparisonView(search: SearchParams): ComparisonView {
  const given = lastOf(search["repos_sort"]);
  const sort = ["name", ...measures.map(({ metric }) => metric)].find((name) => name === given.replace(/^-/, ""));
  const page = Number(lastOf(search["repos_page"]));
  return {
    search: lastOf(search["repos"]).trim().slice(0, 200),
    sort: sort ?? "name",
    order: sort !== undefined && given.startsWith("-") ? "desc" : "asc",
    page: Number.isSafeInteger(page) && page > 1 ? page : 1,
  };
}

/** The page with another comparison, everything else as it was. */
export function comparisonHref(href: string, view: ComparisonView): string {
  const query = new URLSearchParams();
  if (view.search !== "") query.set("repos", view.search);
  if (view.sort !== "name" || view.order !== "asc") {
    query.set("repos_sort", `${view.order === "desc" ? "-" : ""}${view.sort}`);
  }
  if (view.page > 1) query.set("repos_page", String(view.page));
  const text = query.toString();
  if (text === "") return href;
  return `${href}${href.includes("?") ? "&" : "?"}${text}`;
}

function lastOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value.at(-1) : value) ?? "";
}
