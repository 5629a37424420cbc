import type { Grouping } from "./view-filters.ts";

/** What a grouping is called after "by", and what stands for items without one. */
export const groupingWords: Readonly<Record<Grouping, { readonly one: string; readonly none: string }>> = {
  day: { one: "day", none: "" },
  week: { one: "week", none: "" },
  month: { one: "month", none: "" },
  repository: { one: "repository", none: "" },
  author: { one: "author", none: "somebody whose account is gone" },
  label: { one: "label", none: "no label" },
  label_group: { one: "label group", none: "in no group" },
  workflow: { one: "workflow", none: "no workflow" },
};
