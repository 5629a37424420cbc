/** Every metric of the catalogue a second time, on plain arrays. Shares nothing with src but METRICS.md. */
import type { Repository } from "../history.ts";
import { deliveryMetrics } from "./delivery-metrics.ts";
import { issueMetrics } from "./issue-metrics.ts";
import type { Rules } from "./life.ts";
import { howMany, one, people, type Naive } from "./naive-metric.ts";
import { average } from "./numbers.ts";
import { pullRequestMetrics } from "./pull-request-metrics.ts";
import { runMetrics } from "./run-metrics.ts";
import { teamMetrics } from "./team-metrics.ts";
import {
  commitsIn,
  deeds,
  deedsIn,
  lastSync,
  milestoneItems,
  openIssues,
  openPulls,
  releases,
  type Select,
} from "./select.ts";

const daily: Naive = {
  kind: "state",
  select: lastSync,
  tell: (values) => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0)),
};

/** People with the most commits, until theirs are half of all. */
const absenceFactor: Naive["tell"] = (values, items) => {
  if (values.length === 0) return null;
  const counts = [...Map.groupBy(items, ({ who }) => who).values()].map((own) => own.length).toSorted((a, b) => b - a);
  let sum = 0;
  return counts.findIndex((n) => (sum += n) * 2 >= items.length) + 1;
};

/** Only those who did nothing before, in any of the repositories looked at. */
export function firstTimers(looked: readonly Repository[], rules: Rules): Select {
  return (repository, stretch) => {
    const first = new Map<string, { readonly at: number; readonly name: string }>();
    for (const each of looked) {
      for (const { who, at } of deedsIn(each, rules)) {
        if (at < each.asOf && at < (first.get(who)?.at ?? Infinity)) first.set(who, { at, name: each.name });
      }
    }
    return [...first].flatMap(([who, { at, name }]) =>
      name === repository.name && at >= stretch.from && at < stretch.to ? [{ id: who, who, labels: [], raw: 1 }] : [],
    );
  };
}

export const naiveMetrics: Readonly<Record<string, Naive>> = {
  ...pullRequestMetrics,
  ...issueMetrics,
  ...runMetrics,
  ...deliveryMetrics,
  ...teamMetrics,
  "repo.open_issues": { kind: "state", select: openIssues(one), tell: howMany },
  "repo.open_prs": { kind: "state", select: openPulls(one), tell: howMany },
  "repo.active_contributors": { kind: "event", select: deeds(deedsIn), tell: (_, items) => people(items).size },
  "repo.contributor_absence_factor": { kind: "event", select: deeds(commitsIn), tell: absenceFactor },
  "repo.releases": {
    kind: "event",
    select: releases,
    tell: (values) => ({
      releases: values.filter((value) => value === 0).length,
      prereleases: values.filter((value) => value === 1).length,
    }),
  },
  "repo.stars": daily,
  "repo.forks": daily,
  "repo.watchers": daily,
  "milestone.progress": { kind: "now", select: milestoneItems, tell: average },
};
