import type { MetricItem } from "./metric-answer.ts";

/** An item as lists show it. */
export type ItemView = Pick<MetricItem, "at" | "author" | "number" | "reason" | "repository" | "title" | "value"> & {
  readonly key: string;
  readonly url: string;
  readonly createdAt: string | null;
  readonly mergedAt: string | null;
  readonly closedAt: string | null;
};

const github = "https://github.com";

export function toItemView(item: MetricItem): ItemView {
  const { at, author, number, reason, repository, title, value } = item;
  return {
    key: `${repository}#${number}`,
    at,
    author,
    number,
    reason,
    repository,
    title,
    value,
    url: itemUrl(item),
    createdAt: instantOf(item, "created_at"),
    mergedAt: instantOf(item, "merged_at"),
    closedAt: instantOf(item, "closed_at"),
  };
}

export function itemUrl({ repository, number }: Pick<MetricItem, "number" | "repository">): string {
  return `${github}/${repository}/pull/${number}`;
}

function instantOf(item: MetricItem, name: string): string | null {
  const value = item.details[name];
  return typeof value === "string" ? value : null;
}
