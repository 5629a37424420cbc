import type { Tx } from "@pulse/db";

import { groupEvents } from "./aggregate/group-events.ts";
import { isOfSameItems, type GroupInput } from "./aggregate/group-input.ts";
import { summedMetric } from "./aggregate/summed-metric.ts";
import { rowsAt, type GroupRow, type GroupRows } from "./aggregate/group-row.ts";
import { groupStates } from "./aggregate/group-states.ts";
import { figuresOf, unknownFigures } from "./answer/figures.ts";
import type { Figures, MetricAnswer } from "./answer/metric-answer.ts";
import { listItemRows } from "./answer/item-rows.ts";
import { selectRows } from "./answer/select-rows.ts";
import { seriesOf } from "./answer/series.ts";
import { splitRows } from "./answer/split-rows.ts";
import { writeInstant } from "./answer/write-instant.ts";
import { getMetric } from "./catalogue.ts";
import { checkQuestion } from "./check-question.ts";
import type { Metric, Stretch } from "./metric.ts";
import type { MetricQuery, Question, Split } from "./query.ts";
import { loadScope, type Scope } from "./scope/load-scope.ts";
import { listPeriods, type Period } from "./scope/periods.ts";
import { isSameReach, reachOf, type Reach } from "./scope/reach.ts";

const weekMs = 7 * 86_400_000;

/**
 * One number over one window, as METRICS.md defines it: two statements, for the scope and for everything else.
 * Throws `not_found` for an unknown metric, repository or workspace, and `invalid` for a window or zone that makes no sense.
 */
export async function computeMetric(tx: Tx, query: MetricQuery): Promise<MetricAnswer> {
  const metric = getMetric(query.metric);
  const split = query.by ?? null;
  const scope = await loadScope(tx, query, { kinds: metric.needs, splits: [split] });
  const [only] = await answerAll(tx, { asked: [{ metric, split }], scope });
  if (only === undefined) throw new Error("One metric was asked for and none was answered");
  return only;
}

export type MetricsQuery = Question & {
  readonly metrics: readonly { readonly metric: string; readonly by?: Split | undefined }[];
};

/**
 * Several numbers over one and the same window, in the order asked for: what a dashboard needs.
 * Without `to`, the window ends as the first metric's facts say.
 */
export async function computeMetrics(tx: Tx, query: MetricsQuery): Promise<readonly MetricAnswer[]> {
  const asked = query.metrics.map(({ metric, by }) => ({ metric: getMetric(metric), split: by ?? null }));
  const scope = await loadScope(tx, query, {
    kinds: asked[0]?.metric.needs ?? [],
    needs: [...new Set(asked.flatMap(({ metric }) => metric.needs))],
    splits: asked.map(({ split }) => split),
  });
  return await answerAll(tx, { asked, scope });
}

type Asked = { readonly metric: Metric; readonly split: Split | null };

/** One of those asked, with what of the scope it can see. */
type Wanted = Asked & {
  readonly scope: Scope;
  readonly reach: Reach;
  readonly periods: readonly Period[];
  /** How its items are grouped: as asked, or else as the rows beside it want them. */
  readonly groupedBy: Split | null;
};

/** Metrics that look at the same items in the same way are read in one pass; the answers come in the order asked for. */
async function answerAll(
  tx: Tx,
  { asked, scope }: { readonly asked: readonly Asked[]; readonly scope: Scope },
): Promise<readonly MetricAnswer[]> {
  const wanted = asked.map((each) => toWanted(each, scope));
  const groups = new Map<Wanted, readonly GroupRow[]>();
  for (const pass of toPasses(wanted)) {
    const [first, ...others] = pass;
    const rows = await groupsOf(tx, {
      ...first,
      split: first.groupedBy,
      metrics: [first.metric, ...others.map(({ metric }) => metric)],
    });
    for (const [place, each] of pass.entries()) groups.set(each, rowsAt(rows, place));
  }
  const answers: MetricAnswer[] = [];
  for (const each of wanted) answers.push(await answer(tx, each, groups.get(each) ?? []));
  return answers;
}

function toWanted({ metric, split }: Asked, scope: Scope): Wanted {
  checkQuestion(metric, { split, isByLabel: scope.labelFilter !== null, isByPerson: scope.peopleFilter !== null });
  const reach = reachOf(scope, metric.needs);
  const listed = metric.rows?.kind === "split" ? metric.rows.split : null;
  const groupedBy = split ?? listed;
  return {
    // What is added up no longer tells whose it was.
    metric: scope.peopleFilter === null ? summedMetric(metric, groupedBy) : metric,
    split,
    scope,
    reach,
    periods: periodsOf({ scope, reach, split }),
    groupedBy,
  };
}

type Pass = [Wanted, ...Wanted[]];

function toPasses(wanted: readonly Wanted[]): readonly Pass[] {
  const passes: Pass[] = [];
  for (const each of wanted) {
    const pass = passes.find(
      ([first]) =>
        first.groupedBy === each.groupedBy &&
        isOfSameItems(first.metric, each.metric) &&
        isSameReach(first.reach, each.reach),
    );
    if (pass === undefined) passes.push([each]);
    else pass.push(each);
  }
  return passes;
}

async function answer(tx: Tx, wanted: Wanted, groups: readonly GroupRow[]): Promise<MetricAnswer> {
  const { metric, scope, reach, split, periods, groupedBy } = wanted;
  const endMs = (reach.end ?? scope.to).wallMs;
  const window: Stretch = { weeks: (endMs - scope.from.wallMs) / weekMs, endMs };
  const repositories = scope.repositories.map((repository) => repository.fullName);
  const series = split === null ? {} : { series: seriesOf({ metric, scope, split, groups, periods, reach, window }) };
  return {
    metric: metric.id,
    unit: metric.unit,
    repositories,
    from: writeInstant(scope.from.at),
    to: writeInstant(scope.to.at),
    to_is: scope.toIs,
    time_zone: scope.timeZone,
    ...windowFigures(metric, { scope, reach, groups, window }),
    previous: previousOf(metric, { scope, reach, groups, window }),
    ...series,
    ...(await rowsOf(tx, { metric, scope, reach, grouped: { split: groupedBy, groups } })),
    as_of: reach.asOf,
    coverage: reach.coverage,
  };
}

type RowsInput = {
  readonly metric: Metric;
  readonly scope: Scope;
  readonly reach: Reach;
  /** What is grouped already, and by what. */
  readonly grouped: { readonly split: Split | null; readonly groups: readonly GroupRow[] };
};

async function rowsOf(tx: Tx, input: RowsInput): Promise<Pick<MetricAnswer, "rows" | "rows_truncated">> {
  const { rows } = input.metric;
  if (rows === undefined) return {};
  if (input.reach.repositories.length === 0) return { rows: [] };
  switch (rows.kind) {
    case "items":
      return await listItemRows(tx, input);
    case "select":
      return await selectRows(tx, { ...input, rows });
    case "split": {
      const { grouped } = input;
      const groups =
        grouped.split === rows.split
          ? grouped.groups
          : rowsAt(await groupsOf(tx, { ...input, metrics: [input.metric], split: rows.split, periods: [] }), 0);
      return { rows: splitRows(input.metric, { split: rows.split, groups }) };
    }
  }
}

function periodsOf({ scope, reach, split }: Pick<Wanted, "reach" | "scope" | "split">): readonly Period[] {
  if (split !== "day" && split !== "week" && split !== "month") return [];
  if (reach.end === null) return [];
  return listPeriods(split, { fromMs: scope.from.wallMs, toMs: reach.end.wallMs, weekShift: scope.weekShift });
}

async function groupsOf(tx: Tx, input: GroupInput): Promise<readonly GroupRows[]> {
  const { membership } = input.metrics[0];
  if (input.reach.repositories.length === 0) return [];
  if (membership.kind === "event" || membership.kind === "flow") return await groupEvents(tx, { ...input, membership });
  return await groupStates(tx, { ...input, membership });
}

type PartInput = {
  readonly scope: Scope;
  readonly reach: Reach;
  readonly groups: readonly GroupRow[];
  readonly window: Stretch;
};

function windowFigures(metric: Metric, { scope, reach, groups, window }: PartInput): Figures {
  const isSeen =
    metric.membership.kind === "now"
      ? reach.repositories.length > 0
      : isAnySeen(reach, { from: scope.from.at, to: scope.to.at });
  if (!isSeen) return unknownFigures(metric);
  return figuresOf(
    metric,
    groups.find((group) => group.part === "window"),
    window,
  );
}

function previousOf(metric: Metric, { scope, reach, groups, window }: PartInput): MetricAnswer["previous"] {
  if (metric.membership.kind === "now") return null;
  const isSeen = isAnySeen(reach, { from: reach.previousFrom, to: scope.from.at });
  const group = groups.find((candidate) => candidate.part === "previous");
  // A window that lies wholly beyond what is known has no length of its own; the one before it has that which was asked for.
  const weeks = window.weeks > 0 ? window.weeks : (scope.to.wallMs - scope.from.wallMs) / weekMs;
  return {
    from: writeInstant(reach.previousFrom),
    to: writeInstant(scope.from.at),
    ...(isSeen ? figuresOf(metric, group, { weeks, endMs: scope.from.wallMs }) : unknownFigures(metric)),
  };
}

function isAnySeen(reach: Reach, window: { readonly from: Date; readonly to: Date }): boolean {
  return reach.repositories.some(({ from, cut }) => cut.at > window.from && (from === null || from.at < window.to));
}
