import { githubAddress } from "../server/github-address.ts";
import type { ItemKind, MetricItem } from "./metric-answer.ts";

/** An item as lists show it. */
export type ItemView = Pick<
  MetricItem,
  "at" | "author" | "labels" | "number" | "reason" | "repository" | "state" | "title" | "value"
> & {
  readonly key: string;
  readonly url: string;
  readonly createdAt: string | null;
  readonly mergedAt: string | null;
  readonly closedAt: string | null;
  /** Of an incident. */
  readonly beganAt: string | null;
  /** Of a run or a job: which time it was run. */
  readonly attempt: number | null;
};

/** What items of a kind are called. */
export const itemWords: Readonly<Record<ItemKind, { readonly one: string; readonly many: string }>> = {
  issue: { one: "issue", many: "issues" },
  pull_request: { one: "pull request", many: "pull requests" },
  run: { one: "attempt of a run", many: "attempts of runs" },
  job: { one: "job", many: "jobs" },
  review: { one: "review", many: "reviews" },
  deployment: { one: "deployment", many: "deployments" },
  incident: { one: "incident", many: "incidents" },
};

export function toItemView(item: MetricItem, kind: ItemKind): ItemView {
  const { at, author, details, labels, number, reason, repository, state, title, value } = item;
  const url = itemUrl(item, kind);
  return {
    key: `${url} ${at}`,
    at,
    author,
    labels,
    number,
    reason,
    repository,
    state,
    title,
    value,
    url,
    attempt: typeof details["attempt"] === "number" ? details["attempt"] : null,
    createdAt: instantOf(item, "created_at"),
    mergedAt: instantOf(item, "merged_at"),
    closedAt: instantOf(item, "closed_at"),
    beganAt: instantOf(item, "began_at"),
  };
}

type Linked = Pick<MetricItem, "number" | "repository"> & Partial<Pick<MetricItem, "details">>;

/** Where an item stands on GitHub, or where whoever posted it said. Attempts and jobs have ids there, which their details tell. */
export function itemUrl({ repository, number, details = {} }: Linked, kind: ItemKind): string {
  const place = `${githubAddress()}/${repository}`;
  switch (kind) {
    case "issue":
      return `${place}/issues/${number}`;
    case "pull_request":
      return `${place}/pull/${number}`;
    case "run":
      return `${place}/actions/runs/${details["run_id"]}/attempts/${details["attempt"]}`;
    case "job":
      return `${place}/actions/runs/${details["run_id"]}/job/${details["job_id"]}`;
    case "review": {
      const id = details["review_id"] ?? null;
      return `${place}/pull/${number}${id === null ? "" : `#pullrequestreview-${id}`}`;
    }
    case "deployment": {
      const sha = details["sha"] ?? null;
      return addressOf(details["url"]) ?? (sha === null ? `${place}/deployments` : `${place}/commit/${sha}`);
    }
    case "incident":
      return addressOf(details["url"]) ?? (number === 0 ? place : `${place}/issues/${number}`);
  }
}

/** Of what somebody posted: only an address of the web becomes a link. */
function addressOf(url: unknown): string | null {
  return typeof url === "string" && /^https?:\/\//.test(url) ? url : null;
}

function instantOf(item: MetricItem, name: string): string | null {
  const value = item.details[name];
  return typeof value === "string" ? value : null;
}
