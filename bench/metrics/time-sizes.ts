import { connect, getWorkspace, localOwnerId, withWorkspace, type Db, type Tx } from "@pulse/db";
import { answerFromCache, catalogue, computeMetric, createAnswerCache } from "@pulse/metrics";
import { sql } from "kysely";

import { fillAsOf, type FillSize } from "../fill/sizes.ts";
import { bareAggregates } from "./bare-aggregates.ts";

/** The runs of one metric in milliseconds, fastest first. */
export type MetricTimes = {
  readonly metric: string;
  readonly one: readonly number[];
  readonly oneBare: readonly number[];
  readonly all: readonly number[];
  readonly allBare: readonly number[];
  readonly allCached: readonly number[];
};

type TimesBySize = ReadonlyMap<FillSize["name"], readonly MetricTimes[]>;
type Column = Exclude<keyof MetricTimes, "metric">;
type Run = () => Promise<void>;

const window = { from: "2025-11-01", to: "2026-11-01" };
const runs: Readonly<Record<Column, number>> = { one: 20, oneBare: 5, all: 5, allBare: 3, allCached: 20 };
// A metric that misses its goal by far tells so in two runs.
const slowMs = 2_000;

type TimeInput = {
  readonly sizes: readonly FillSize[];
  readonly urls: ReadonlyMap<FillSize["name"], string>;
  readonly say: (text: string) => void;
};

/**
 * Every metric over one year: of one repository, of the whole workspace, of it from the cache, and the bare aggregates beside them. The sizes
 * take turns, run by run, so that whatever else the machine does falls on all of them.
 */
export async function timeSizes({ sizes, urls, say }: TimeInput): Promise<TimesBySize> {
  const filled = await Promise.all(sizes.map((size) => openSize(size, urls.get(size.name) ?? "")));
  const times = new Map<FillSize["name"], MetricTimes[]>(sizes.map((size) => [size.name, []]));
  try {
    for (const { id: metric } of catalogue) {
      say(metric);
      const bySize = filled.map((size) => runsOf(size, metric));
      const one = await takeTurns("one", bySize);
      const oneBare = await takeTurns("oneBare", bySize);
      const all = await takeTurns("all", bySize);
      const allBare = await takeTurns("allBare", bySize);
      const allCached = await takeTurns("allCached", bySize);
      for (const [index, { name }] of sizes.entries()) {
        const at = (taken: readonly (readonly number[])[]) => taken[index] ?? [];
        times.get(name)?.push({
          metric,
          one: at(one),
          oneBare: at(oneBare),
          all: at(all),
          allBare: at(allBare),
          allCached: at(allCached),
        });
      }
    }
    return times;
  } finally {
    await Promise.all(filled.map(({ db }) => db.destroy()));
  }
}

type Filled = {
  readonly db: Db;
  readonly workspaceId: number;
  readonly repositories: readonly { readonly id: number; readonly fullName: string }[];
};

async function openSize(size: FillSize, url: string): Promise<Filled> {
  const db = connect({ url, applicationName: "pulse bench", statementTimeoutMs: 120_000, keepsPlans: true });
  const { id: workspaceId } = await getWorkspace(db, { slug: "default", userId: localOwnerId });
  const found = await asMember({ db, workspaceId }, (tx) =>
    sql<{ readonly id: number; readonly fullName: string }>`
      select id, full_name
      from pulse.repositories
      order by id
    `.execute(tx),
  );
  if (found.rows.length === 0) throw new Error(`The ${size.name} database has no repository`);
  return { db, workspaceId, repositories: found.rows };
}

function runsOf(size: Filled, metric: string): Readonly<Record<Column, Run>> {
  const { workspaceId, repositories } = size;
  const statement = bareAggregates[metric];
  if (statement === undefined) throw new Error(`There is no bare aggregate to stand beside ${metric}`);
  const [first] = repositories;
  const query = { metric, workspaceId, ...window, now: fillAsOf };
  const cache = createAnswerCache();
  const ask = (names: readonly string[]) => async () => {
    await asMember(size, (tx) => computeMetric(tx, { ...query, repositories: names }));
  };
  const bare = (ids: readonly number[]) => async () => {
    await asMember(size, (tx) => statement({ repositoryIds: ids, ...window }).execute(tx));
  };
  return {
    one: ask(first === undefined ? [] : [first.fullName]),
    oneBare: bare(first === undefined ? [] : [first.id]),
    all: ask([]),
    allBare: bare(repositories.map(({ id }) => id)),
    // The run that fills the cache is the one that warms up, which does not count.
    allCached: async () => {
      await asMember(size, (tx) =>
        answerFromCache(tx, { cache, name: "metric", query }, () => computeMetric(tx, query)),
      );
    },
  };
}

/** Once to warm up, then as often as the column says, each size in turn. */
async function takeTurns(
  column: Column,
  bySize: readonly Readonly<Record<Column, Run>>[],
): Promise<readonly (readonly number[])[]> {
  const warmUps: number[] = [];
  for (const size of bySize) warmUps.push(await timeOf(size[column]));
  const count = column !== "allCached" && Math.max(...warmUps) > slowMs ? Math.min(runs[column], 2) : runs[column];
  const taken: number[][] = bySize.map(() => []);
  for (let index = 0; index < count; index += 1) {
    for (const [place, size] of bySize.entries()) taken[place]?.push(await timeOf(size[column]));
  }
  return taken.map((each) => each.toSorted((left, right) => left - right));
}

async function timeOf(run: Run): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

async function asMember<T>(
  { db, workspaceId }: Pick<Filled, "db" | "workspaceId">,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return await withWorkspace(db, { workspaceId, userId: localOwnerId }, work);
}
