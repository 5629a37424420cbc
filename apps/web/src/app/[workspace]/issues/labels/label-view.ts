import type { SearchParams } from "../../../../filters/parse-view-filters.ts";

/** How the table by label is shown, as the URL says it. */
export type LabelView = {
  readonly split: "label" | "label_group";
  readonly sort: LabelSort;
  readonly order: "asc" | "desc";
  readonly isWhole: boolean;
};

const labelSorts = ["label", "opened", "closed", "open", "response", "close", "sla"] as const;

export type LabelSort = (typeof labelSorts)[number];

const standard: LabelView = { split: "label", sort: "open", order: "desc", isWhole: false };

/** What cannot be read is as if it had not been given: no other number hangs on it. */
export function readLabelView(search: SearchParams): LabelView {
  const given = search["labels_sort"];
  const text = typeof given === "string" ? given : "";
  const sort = labelSorts.find((name) => name === text.replace(/^-/, ""));
  return {
    split: search["labels_by"] === "label_group" ? "label_group" : standard.split,
    sort: sort ?? standard.sort,
    order: sort === undefined || text.startsWith("-") ? "desc" : "asc",
    isWhole: search["labels"] === "all",
  };
}

/** The page with another table, everything else as it was. */
export function labelViewHref(href: string, view: LabelView): string {
  const query = new URLSearchParams();
  if (view.split !== standard.split) query.set("labels_by", view.split);
  if (view.sort !== standard.sort || view.order !== standard.order) {
    query.set("labels_sort", `${view.order === "desc" ? "-" : ""}${view.sort}`);
  }
  if (view.isWhole) query.set("labels", "all");
  const text = query.toString();
  if (text === "") return href;
  return `${href}${href.includes("?") ? "&" : "?"}${text}`;
}
