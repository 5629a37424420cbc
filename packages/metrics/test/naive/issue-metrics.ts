import { countOf, day, half, howMany, minus, none, notYet, one, timeOf, type Naive } from "./naive-metric.ts";
import { average, histogram, ratio } from "./numbers.ts";
import { fates, issues, openIssues, staleItems, type Counted, type Fated, type Select } from "./select.ts";

const flows: Select = (repository, stretch, rules) =>
  fates(repository, stretch, rules).filter(({ wasOpened, wasClosed }) => wasOpened || wasClosed);
const fateCounts = (items: readonly Counted[]) => {
  const fated = items.filter((item): item is Fated => "wasOpened" in item);
  return {
    opened: fated.filter(({ wasOpened }) => wasOpened).length,
    closed: fated.filter(({ wasClosed }) => wasClosed).length,
    open: fated.filter(({ isOpen }) => isOpen).length,
    all: fated.length,
  };
};

export const issueMetrics: Readonly<Record<string, Naive>> = {
  "issue.opened": countOf(issues((life) => life.createdAt, one)),
  "issue.closed": countOf(issues((life) => life.closedAt, one)),
  "issue.net": {
    kind: "event",
    select: flows,
    tell: (_, items) => fateCounts(items).opened - fateCounts(items).closed,
  },
  "issue.closure_ratio": {
    kind: "event",
    select: flows,
    tell: (_, items) => ratio(fateCounts(items).closed, fateCounts(items).opened),
  },
  "issue.chaoss_closure_ratio": {
    kind: "span",
    select: fates,
    tell: (_, items) => ratio(fateCounts(items).closed, fateCounts(items).all),
  },
  "issue.by_label": {
    kind: "span",
    select: fates,
    tell: (_, items) => {
      const { opened, closed, open } = fateCounts(items);
      return { opened, closed, open };
    },
  },
  "issue.backlog": { kind: "state", select: openIssues(one), tell: howMany },
  "issue.age": {
    kind: "state",
    select: openIssues((createdAt, at) => at - createdAt),
    tell: (...told) => none(half(...told)),
    beside: (_, values) => ({
      buckets: histogram(values, {
        lt7d: 7 * day,
        lt30d: 30 * day,
        lt90d: 90 * day,
        lt365d: 365 * day,
        ge365d: Infinity,
      }),
    }),
  },
  "issue.time_to_first_response": {
    ...timeOf(
      issues(
        (life) => life.createdAt,
        (life) => minus(life.firstResponseAt, life.createdAt),
      ),
    ),
    beside: notYet,
  },
  "issue.time_to_close": timeOf(
    issues(
      (life) => life.closedAt,
      (life) => minus(life.closedAt, life.createdAt),
    ),
  ),
  "issue.stale": { kind: "now", select: staleItems("issues", 60 * day), tell: howMany },
  "issue.response_within_sla": {
    kind: "event",
    select: issues(
      (life) => life.createdAt,
      (life, { asOf, slaSeconds }) => {
        if (asOf - life.createdAt < slaSeconds) return null;
        return life.firstResponseAt !== null && life.firstResponseAt - life.createdAt <= slaSeconds ? 1 : 0;
      },
    ),
    tell: (values) => ({ within: values.filter((value) => value === 1).length, ratio: average(values) }),
  },
};
