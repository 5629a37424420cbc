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

const window = { from: "2025-11-01", to: "2026-11-01" };
const runs = { one: 20, all: 5, bare: 5, cached: 20 };
// A metric that misses its goal by far tells so in two runs.
const slowMs = 2_000;

/** Every metric over one year: of one repository, of the whole workspace, of it from the cache, and the bare aggregates beside them. */
export async function timeSize(
  url: string,
  { size, say }: { readonly size: FillSize; readonly say: (text: string) => void },
): Promise<readonly MetricTimes[]> {
  const db = connect({ url, applicationName: "pulse bench", statementTimeoutMs: 120_000 });
  try {
    const { id: workspaceId } = await getWorkspace(db, { slug: "default", userId: localOwnerId });
    const found = await asMember(db, workspaceId, (tx) =>
      sql<{ readonly id: number; readonly fullName: string }>`
        select id, full_name
        from pulse.repositories
        order by id
      `.execute(tx),
    );
    const [first] = found.rows;
    if (first === undefined) throw new Error("The filled database has no repository");
    const ids = found.rows.map(({ id }) => id);
    const times: MetricTimes[] = [];
    for (const { id: metric } of catalogue) {
      say(`${size.name}: ${metric}`);
      const ask = (repositories: readonly string[]) => async () => {
        await asMember(db, workspaceId, (tx) =>
          computeMetric(tx, { metric, workspaceId, repositories, ...window, now: fillAsOf }),
        );
      };
      const bare = bareOf(db, { metric, workspaceId });
      times.push({
        metric,
        one: await measure(ask([first.fullName]), runs.one),
        oneBare: await measure(() => bare([first.id]), runs.bare),
        all: await measure(ask([]), runs.all),
        allBare: await measure(() => bare(ids), runs.bare),
        allCached: await measure(cachedOf(db, { metric, workspaceId }), runs.cached),
      });
    }
    return times;
  } finally {
    await db.destroy();
  }
}

type Asked = { readonly metric: string; readonly workspaceId: number };

function bareOf(db: Db, { metric, workspaceId }: Asked): (repositoryIds: readonly number[]) => Promise<void> {
  const statement = bareAggregates[metric];
  if (statement === undefined) throw new Error(`There is no bare aggregate to stand beside ${metric}`);
  return async (repositoryIds) => {
    await asMember(db, workspaceId, (tx) => statement({ repositoryIds, ...window }).execute(tx));
  };
}

/** The run that fills the cache is the first one of `measure`, which does not count. */
function cachedOf(db: Db, { metric, workspaceId }: Asked): () => Promise<void> {
  const cache = createAnswerCache();
  const query = { metric, workspaceId, ...window, now: fillAsOf };
  return async () => {
    await asMember(db, workspaceId, (tx) =>
      answerFromCache(tx, { cache, name: "metric", query }, () => computeMetric(tx, query)),
    );
  };
}

/** Once to warm up, then as often as said. */
async function measure(run: () => Promise<void>, times: number): Promise<readonly number[]> {
  const warmUpAt = performance.now();
  await run();
  const count = performance.now() - warmUpAt > slowMs ? Math.min(times, 2) : times;
  const runsMs: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const startedAt = performance.now();
    await run();
    runsMs.push(performance.now() - startedAt);
  }
  return runsMs.toSorted((left, right) => left - right);
}

async function asMember<T>(db: Db, workspaceId: number, work: (tx: Tx) => Promise<T>): Promise<T> {
  return await withWorkspace(db, { workspaceId, userId: localOwnerId }, work);
}
