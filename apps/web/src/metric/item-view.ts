import type { ItemKind, MetricItem } from "./metric-answer.ts";

/** An item as lists show it. */
export type ItemView = Pick<
  MetricItem,
  "at" | "author" | "labels" | "number" | "reason" | "repository" | "title" | "value"
> & {
  readonly key: string;
  readonly url: string;
  readonly createdAt: string | null;
  readonly mergedAt: string | null;
  readonly closedAt: string | null;
};

const github = "https://github.com";

const paths: Readonly<Record<ItemKind, string>> = { issue: "issues", pull_request: "pull" };

/** What items of a kind are called. */
export const itemWords: Readonly<Record<ItemKind, { readonly one: string; readonly many: string }>> = {
  issue: { one: "issue", many: "issues" },
  pull_request: { one: "pull request", many: "pull requests" },
};

export function toItemView(item: MetricItem, kind: ItemKind): ItemView {
  const { at, author, labels, number, reason, repository, title, value } = item;
  return {
    key: `${repository}#${number}`,
    at,
    author,
    labels,
    number,
    reason,
    repository,
    title,
    value,
    url: itemUrl(item, kind),
    createdAt: instantOf(item, "created_at"),
    mergedAt: instantOf(item, "merged_at"),
    closedAt: instantOf(item, "closed_at"),
  };
}

export function itemUrl({ repository, number }: Pick<MetricItem, "number" | "repository">, kind: ItemKind): string {
  return `${github}/${repository}/${paths[kind]}/${number}`;
}

function instantOf(item: MetricItem, name: string): string | null {
  const value = item.details[name];
  return typeof value === "string" ? value : null;
}
