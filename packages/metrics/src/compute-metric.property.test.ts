// Every number a second time, by plain arrays that share nothing with the SQL (test/naive), on histories that hold what archives lack:
// reopened and deleted items, drafts, ghosts as authors, bots by type, commits dated after their pull request, items closed and reopened
// in one second, windows beyond `as_of`, and clocks that change inside a window. PULSE_PROPERTY_RUNS looks at more of
// them, PULSE_PROPERTY_SEED at others, and PULSE_PROPERTY_SHRINK makes a failing one small, which takes minutes.
import { withWorkspace, type Tx } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { anyHistory, days, firstAt } from "../test/generate-history.ts";
import type { History, LabelGroups } from "../test/history.ts";
import { answerNaively, type NaiveQuestion } from "../test/naive/answer.ts";
import { naiveMetrics } from "../test/naive/metrics.ts";
import { addDays, dateOf } from "../test/naive/wall-clock.ts";
import { seedHistory } from "../test/seed-history.ts";
import type { SeededWorkspace } from "../test/seed-workspace.ts";
import { catalogue } from "./catalogue.ts";
import { splitsOf } from "./check-question.ts";
import { computeMetric, computeMetrics, type MetricAnswer, type MetricQuery, type Split } from "./index.ts";

const runs = Number(process.env["PULSE_PROPERTY_RUNS"] ?? 16);
const seed = Number(process.env["PULSE_PROPERTY_SEED"] ?? 20_261_120);
const now = new Date((firstAt + (days + 1) * 86_400) * 1000);

const labelGroups: LabelGroups = { bugs: ["BUG", "*: bug", "bug: *"], odd: ["a_b", "ÜBER"], unused: ["nothing"] };

// Clocks go back in Europe on 29 October, at midnight on the Azores, and in New York and Havana on 5 November.
const zone = fc.constantFrom(
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Melbourne",
  "Atlantic/Azores",
  "America/Havana",
);
// A day; or one of the instants of the history, so that facts lie on the very edges of windows.
const edge = fc.oneof(fc.record({ day: fc.integer({ min: -2, max: days + 3 }) }), fc.record({ fact: fc.nat(10_000) }));

type Edge = { readonly day: number } | { readonly fact: number };
type Asked = {
  readonly zone: string;
  readonly edges: readonly [Edge, Edge];
  readonly bots: readonly string[];
  readonly includeBots: boolean;
  readonly onlyFirst: boolean;
  readonly groups: readonly string[];
  readonly splitAt: number;
};

const anyQuestion: fc.Arbitrary<Asked> = fc.record({
  zone,
  edges: fc.tuple(edge, edge),
  bots: fc.constantFrom([], [], ["ADA"], ["cyd", "nobody"]),
  includeBots: fc.nat(3).map((n) => n === 0),
  onlyFirst: fc.boolean(),
  groups: fc.constantFrom([], [], ["bugs"], ["odd", "bugs"]),
  splitAt: fc.nat(100),
});

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

describe("a second implementation of METRICS.md", () => {
  it("knows every metric of the catalogue", () => {
    const known = [...Object.keys(naiveMetrics), "repo.new_contributors"];

    expect(known.toSorted()).toEqual(catalogue.map(({ id }) => id).toSorted());
  });

  it("agrees on every number of any history", { timeout: 240_000 + runs * 20_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        anyHistory,
        fc.array(anyQuestion, { minLength: 2, maxLength: 3 }),
        async (history, questions) => {
          const workspace = await seedHistory(database.db, history, labelGroups);
          for (const asked of questions) await compare(history, workspace, asked);
        },
      ),
      {
        numRuns: runs,
        seed,
        endOnFailure: process.env["PULSE_PROPERTY_SHRINK"] === undefined,
      },
    );
  });
});

async function compare(history: History, workspace: SeededWorkspace, asked: Asked): Promise<void> {
  const [from, to] = inOrder(asked, history);
  const looked = asked.onlyFirst ? history.repositories.slice(0, 1) : history.repositories;
  const found: string[] = [];
  const alone: (readonly [MetricQuery, MetricAnswer])[] = [];
  await withWorkspace(database.db, { workspaceId: workspace.id, userId: workspace.userId }, async (tx) => {
    for (const metric of catalogue) {
      const splits: readonly (Split | null)[] = [null, ...splitsOf(metric)];
      const by = splits[asked.splitAt % splits.length] ?? null;
      const hasLabels = ["issue", "pull_request", "milestone_item"].includes(metric.source.item);
      const question: NaiveQuestion = {
        metric: metric.id,
        rules: { history, extraBots: asked.bots, includeBots: asked.includeBots },
        looked,
        zone: asked.zone,
        from,
        to,
        by,
        labelGroups,
        onlyGroups: hasLabels ? asked.groups : [],
      };
      const query: MetricQuery = {
        workspaceId: workspace.id,
        metric: metric.id,
        repositories: looked.map(({ name }) => name),
        from: written(from),
        to: written(to),
        timeZone: asked.zone,
        by: by ?? undefined,
        bots: asked.bots,
        includeBots: asked.includeBots,
        labelGroups: question.onlyGroups,
        now,
      };
      const answer = await computeMetric(tx, query);
      const place = by === null ? metric.id : `${metric.id} by ${by}`;
      found.push(...differences(toldBy(withoutBands(answer)), answerNaively(question), place));
      alone.push([query, answer]);
    }
    found.push(...(await differencesTogether(tx, alone)));
  });
  expect(found).toEqual([]);
}

/** Metrics that look at the same items are read in one pass when they are asked for together: each is what it is alone. */
async function differencesTogether(
  tx: Tx,
  alone: readonly (readonly [MetricQuery, MetricAnswer])[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const isByLabel of [true, false]) {
    const asked = alone.filter(([{ labelGroups: groups = [] }]) => groups.length > 0 === isByLabel);
    const [first] = asked;
    if (first === undefined) continue;
    const together = await computeMetrics(tx, { ...first[0], metrics: asked.map(([query]) => query) });
    for (const [place, [query, answer]] of asked.entries()) {
      found.push(...differences(together[place], answer, `${query.metric} read with others`));
    }
  }
  return found;
}

/** Bands have a table of their own. */
function withoutBands(answer: MetricAnswer): MetricAnswer {
  return JSON.parse(JSON.stringify(answer, (name, value: unknown) => (name === "band" ? undefined : value)));
}

type Moment = number | string;

function inOrder({ edges, zone: zoneName }: Asked, history: History): readonly [Moment, Moment] {
  const [a, b] = [momentOf(edges[0], zoneName, history), momentOf(edges[1], zoneName, history)];
  const first = typeof a === "string" ? a : dateOf(a, zoneName);
  const second = typeof b === "string" ? b : dateOf(b, zoneName);
  if (typeof a === "number" && typeof b === "number" && a !== b) return a < b ? [a, b] : [b, a];
  if (first < second) return [a, b];
  return second < first ? [b, a] : [first, addDays(first, 5)];
}

function momentOf(chosen: Edge, zoneName: string, history: History): Moment {
  if ("day" in chosen) return addDays(dateOf(firstAt, zoneName), chosen.day);
  const facts = instantsOf(history);
  return facts[chosen.fact % facts.length] ?? firstAt;
}

/** Every instant of a history within the days that it is about, and the ends of what is known. */
function instantsOf(history: unknown): readonly number[] {
  if (typeof history === "number") return history >= firstAt && history < firstAt + days * 86_400 ? [history] : [];
  return typeof history === "object" && history !== null ? Object.values(history).flatMap(instantsOf) : [];
}

function written(at: number | string): string {
  return typeof at === "string" ? at : new Date(at * 1000).toISOString();
}

function toldBy({ n, excluded, value, n_not_yet, buckets, by_conclusion, previous, series }: MetricAnswer) {
  const beside = {
    ...(n_not_yet === undefined ? {} : { n_not_yet }),
    ...(buckets === undefined ? {} : { buckets }),
    ...(by_conclusion === undefined ? {} : { by_conclusion }),
  };
  const { from: _, to: __, ...before } = previous ?? {};
  return {
    window: { n, excluded, value, ...beside },
    previous: previous === null ? null : before,
    series: series ?? null,
  };
}

/** Where two answers part, by path. The order of additions is nobody's promise: numbers are compared to a millionth. */
function differences(computed: unknown, expected: unknown, path = ""): readonly string[] {
  if (typeof computed === "number" && typeof expected === "number" && Math.abs(computed - expected) < 1e-6) return [];
  if (!isNode(computed) || !isNode(expected)) {
    if (computed === expected) return [];
    return [`${path}: the program says ${print(computed)}, the definition ${print(expected)}`];
  }
  const [ours, theirs] = [new Map(Object.entries(computed)), new Map(Object.entries(expected))];
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((name) =>
    differences(ours.get(name), theirs.get(name), `${path} ${name}`),
  );
}

function isNode(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function print(value: unknown): string {
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}
