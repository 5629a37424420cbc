import type { LabelGroups, Repository } from "../history.ts";
import type { Rules } from "./life.ts";
import { firstTimers, naiveMetrics } from "./metrics.ts";
import type { Naive, Value } from "./naive-metric.ts";
import type { Counted, Stretch } from "./select.ts";
import {
  addDays,
  dateOf,
  daysBetween,
  isMidnight,
  nextPeriod,
  startOfDay,
  startOfPeriod,
  wallWeeks,
} from "./wall-clock.ts";

export type NaiveQuestion = {
  readonly metric: string;
  readonly rules: Rules;
  readonly looked: readonly Repository[];
  readonly zone: string;
  /** Instants, or days of the zone. */
  readonly from: number | string;
  readonly to: number | string;
  readonly by: string | null;
  readonly labelGroups: LabelGroups;
  readonly onlyGroups: readonly string[];
};

type Figures = { readonly n: number; readonly excluded: number; readonly value: Value };
type Entry = Figures & { readonly key: string | null };
type TimeSplit = "day" | "week" | "month";

/** The answer as it should be, without what it rests on. */
export function answerNaively(question: NaiveQuestion): {
  readonly window: Figures;
  readonly previous: Figures | null;
  readonly series: readonly Entry[] | null;
} {
  const window = windowOf(question);
  const metric = metricOf(question, question.looked);
  const from = metric.kind === "now" ? -Infinity : window.from;
  return {
    window: figures(metric, question, { ...window, from, seenFrom: from, weeks: window.weeks }),
    previous:
      metric.kind === "now"
        ? null
        : figures(metric, question, {
            from: window.previousFrom,
            to: window.from,
            seenFrom: window.previousFrom,
            weeks: window.previousWeeks,
          }),
    series: question.by === null ? null : seriesOf(metric, question, window),
  };
}

function metricOf({ metric, rules, by }: NaiveQuestion, looked: readonly Repository[]): Naive {
  if (metric === "repo.new_contributors") {
    return { kind: "event", select: firstTimers(looked, rules), tell: (values) => values.length };
  }
  const naive = naiveMetrics[metric];
  if (naive === undefined) throw new Error(`${metric} by ${by} has no second implementation`);
  return naive;
}

type Window = {
  readonly from: number;
  readonly to: number;
  readonly previousFrom: number;
  readonly weeks: number;
  readonly previousWeeks: number;
};

/** Ends at the `as_of` of the freshest repository when that comes before `to`; the window before is then as many seconds. */
function windowOf({ from: givenFrom, to: givenTo, zone, looked }: NaiveQuestion): Window {
  const from = typeof givenFrom === "string" ? startOfDay(givenFrom, zone) : givenFrom;
  const to = typeof givenTo === "string" ? startOfDay(givenTo, zone) : givenTo;
  const freshest = Math.max(...looked.map(({ asOf }) => asOf));
  const end = Math.min(to, freshest);
  const isCut = end < to && end > from;
  const areDays = isMidnight(from, zone) && isMidnight(to, zone);
  const days = daysBetween(dateOf(from, zone), dateOf(to, zone));
  const previousFrom = isCut
    ? from - (end - from)
    : areDays
      ? startOfDay(addDays(dateOf(from, zone), -days), zone)
      : from - (to - from);
  const weeks = wallWeeks(from, end, zone);
  return { from, to: end, previousFrom, weeks, previousWeeks: end > from ? weeks : wallWeeks(from, to, zone) };
}

type Part = Stretch & { readonly seenFrom: number; readonly weeks: number };

function figures(
  metric: Naive,
  question: NaiveQuestion,
  part: Part,
  keep: (item: Counted) => boolean = () => true,
): Figures {
  const seen = question.looked.filter(({ asOf }) => asOf > part.seenFrom);
  if (seen.length === 0) return unknown(metric);
  return tell(metric, itemsOf(metric, question, part).filter(keep), {
    weeks: part.weeks,
    zone: question.zone,
    to: part.to,
  });
}

function itemsOf(
  metric: Naive,
  { looked, rules, labelGroups, onlyGroups }: NaiveQuestion,
  part: Part,
): readonly Counted[] {
  const wanted = onlyGroups.flatMap((name) => labelGroups[name] ?? []);
  return looked
    .filter(({ asOf }) => asOf > part.seenFrom)
    .flatMap((repository) => {
      const stretch = { from: part.from, to: Math.min(part.to, repository.asOf) };
      return metric
        .select(repository, stretch, rules)
        .map((item) => ({ ...item, id: `${repository.name} ${item.id}` }));
    })
    .filter(({ labels }) => onlyGroups.length === 0 || labels.some((label) => isMeant(label, wanted)));
}

type Length = { readonly weeks: number; readonly zone: string; readonly to: number };

function tell(metric: Naive, items: readonly Counted[], { weeks, ...end }: Length): Figures {
  const values = items.flatMap(({ raw }) => (raw !== null && raw >= 0 ? [raw] : []));
  const excluded = items.filter(({ raw }) => raw !== null && raw < 0).length;
  return {
    n: metric.n?.(items) ?? values.length,
    excluded,
    value: metric.tell(values, items, weeks, end),
    ...metric.beside?.(items, values),
  };
}

function unknown(metric: Naive): Figures {
  const beside = Object.keys(metric.beside?.([], []) ?? {}).map((name) => [name, null]);
  return { n: 0, excluded: 0, value: null, ...Object.fromEntries(beside) };
}

function seriesOf(metric: Naive, question: NaiveQuestion, window: Window): readonly Entry[] {
  const { by, looked, labelGroups } = question;
  if (by === "day" || by === "week" || by === "month") return byTime(metric, question, { window, split: by });
  const from = metric.kind === "now" ? -Infinity : window.from;
  const part = { ...window, from, seenFrom: from };
  if (by === "repository") {
    return looked.map((repository) => {
      const alone = { ...question, looked: [repository] };
      return { key: repository.name, ...figures(metricOf(alone, [repository]), alone, part) };
    });
  }
  const keysOf = (item: Counted): readonly (string | null)[] => {
    if (by === "author") return [item.who];
    if (by === "workflow") return [item.workflow ?? null];
    if (by === "label") return item.labels.length === 0 ? [null] : item.labels;
    const groups = Object.entries(labelGroups).filter(([, names]) =>
      item.labels.some((label) => isMeant(label, names)),
    );
    return groups.length === 0 ? [null] : groups.map(([name]) => name);
  };
  const items = itemsOf(metric, question, part);
  const isAnySeen = looked.some(({ asOf }) => asOf > from);
  const keys = new Set([
    ...items.flatMap(keysOf),
    ...(by === "label_group" && isAnySeen ? Object.keys(labelGroups) : []),
  ]);
  return [...keys].toSorted(byName).map((key) => ({
    key,
    ...tell(
      metric,
      items.filter((item) => keysOf(item).includes(key)),
      { weeks: window.weeks, zone: question.zone, to: window.to },
    ),
  }));
}

type TimeInput = { readonly window: Window; readonly split: TimeSplit };

function byTime(metric: Naive, question: NaiveQuestion, { window, split }: TimeInput): readonly Entry[] {
  const { zone, looked } = question;
  const entries: Entry[] = [];
  let start = startOfPeriod(dateOf(window.from, zone), split);
  while (startOfDay(start, zone) < window.to && window.from < window.to) {
    const next = nextPeriod(start, split);
    const from = Math.max(startOfDay(start, zone), window.from);
    const to = Math.min(startOfDay(next, zone), window.to);
    const key = split === "month" ? start.slice(0, 7) : start;
    // A repository that is no longer read keeps its last state to the end of the series.
    const seenFrom = metric.kind === "state" ? window.from : from;
    const isSeen = looked.some(({ asOf }) => asOf > from);
    entries.push({
      key,
      ...(isSeen
        ? figures(metric, question, { from, to, seenFrom, weeks: wallWeeks(from, to, zone) })
        : unknown(metric)),
    });
    start = next;
  }
  return entries;
}

function byName(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return Buffer.from(a).compare(Buffer.from(b));
}

/** Upper and lower case are one; `*` is any text. */
function isMeant(label: string, names: readonly string[]): boolean {
  return names.some((name) => {
    const parts = name.toLowerCase().split("*");
    const text = label.toLowerCase();
    if (parts.length === 1) return text === parts[0];
    const [head = "", tail = ""] = [parts[0], parts.at(-1)];
    return text.startsWith(head) && text.endsWith(tail) && text.length >= head.length + tail.length;
  });
}
