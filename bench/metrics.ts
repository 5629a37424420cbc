/** How long a number takes under row level security: of one repository and of a whole workspace, small and at a million items. */
import { connect, getWorkspace, localOwnerId, withWorkspace, type Db } from "@pulse/db";
import { catalogue, computeMetric } from "@pulse/metrics";
import { sql } from "kysely";

import { openFilled } from "./fill/open-filled.ts";
import { fillAsOf, large, small, type FillSize } from "./fill/sizes.ts";
import { createReport, medianOf, type Measure, type Report } from "./report.ts";

type MetricsBenchInput = {
  /** A folder that keeps the filled databases for the next run; filling takes minutes. */
  readonly keep: string | null;
  /** Only the small database: seconds instead of minutes. */
  readonly isSmallOnly: boolean;
  readonly say: (text: string) => void;
};

type Times = { readonly metric: string; readonly runsMs: readonly number[] };

const oneRepositoryRuns = 20;
const workspaceRuns = 3;
const window = { from: "2025-11-01", to: "2026-11-01" };

export async function benchMetrics({ keep, isSmallOnly, say }: MetricsBenchInput): Promise<Report> {
  const sizes = isSmallOnly ? [small] : [small, large];
  const filled = await openFilled({ sizes, keep, say });
  try {
    const measures: Measure[] = [];
    for (const size of sizes) measures.push(...(await measureSize(filled.urls, size, say)));
    return createReport("metrics", measures, ["One year of every metric of the catalogue; the slowest are named."]);
  } finally {
    await filled.close();
  }
}

async function measureSize(
  urls: ReadonlyMap<FillSize["name"], string>,
  size: FillSize,
  say: MetricsBenchInput["say"],
): Promise<readonly Measure[]> {
  const db = connect({ url: urls.get(size.name) ?? "", applicationName: "pulse bench", statementTimeoutMs: 120_000 });
  try {
    const { id: workspaceId } = await getWorkspace(db, { slug: "default", userId: localOwnerId });
    const repository = await findRepository(db, workspaceId);
    say(`${size.name}: one repository`);
    const one = await timeAll(db, { workspaceId, repositories: [repository], runs: oneRepositoryRuns });
    say(`${size.name}: the workspace's ${size.repositories} repositories`);
    const all = await timeAll(db, { workspaceId, repositories: [], runs: workspaceRuns });
    const bareMs = await timeBare(db, workspaceId);
    return [
      ...summarise(`${size.name}: one repository`, one, { p95: 60 }),
      ...summarise(`${size.name}: ${size.repositories} repositories, uncached`, all, { p95: 300 }),
      {
        name: `${size.name}: bare median of time to merge, ${size.repositories} repositories`,
        unit: "ms",
        value: bareMs,
      },
    ];
  } finally {
    await db.destroy();
  }
}

async function timeAll(
  db: Db,
  input: { readonly workspaceId: number; readonly repositories: readonly string[]; readonly runs: number },
): Promise<readonly Times[]> {
  const { workspaceId, repositories } = input;
  const times: Times[] = [];
  for (const { id: metric } of catalogue) {
    const runsMs: number[] = [];
    for (let run = 0; run < input.runs; run += 1) {
      const startedAt = performance.now();
      await withWorkspace(db, { workspaceId, userId: localOwnerId }, (tx) =>
        computeMetric(tx, { metric, workspaceId, repositories, ...window, now: fillAsOf }),
      );
      runsMs.push(performance.now() - startedAt);
    }
    times.push({ metric, runsMs });
  }
  return times;
}

function summarise(name: string, times: readonly Times[], goal: { readonly p95: number }): readonly Measure[] {
  const ranked = times
    .map(({ metric, runsMs }) => ({ metric, p95: p95Of(runsMs), median: medianOf(runsMs) }))
    .toSorted((left, right) => right.p95 - left.p95);
  const within = ranked.filter(({ p95 }) => p95 <= goal.p95).length;
  return [
    { name: `${name}: median metric`, unit: "ms", value: medianOf(ranked.map(({ median }) => median)) },
    { name: `${name}: metrics within the goal of ${goal.p95} ms, of ${ranked.length}`, unit: "rows", value: within },
    ...ranked.slice(0, 5).map(({ metric, p95 }): Measure => ({
      name: `${name}: p95 of ${metric}`,
      unit: "ms",
      value: p95,
      goal: { atMost: goal.p95 },
    })),
  ];
}

function p95Of(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

async function findRepository(db: Db, workspaceId: number): Promise<string> {
  const found = await withWorkspace(db, { workspaceId, userId: localOwnerId }, (tx) =>
    sql<{ fullName: string }>`
      select full_name
      from pulse.repositories
      order by id
      limit 1
    `.execute(tx),
  );
  const [row] = found.rows;
  if (row === undefined) throw new Error("The filled database has no repository");
  return row.fullName;
}

/** What PostgreSQL takes for the bare aggregate over the same rows: no views, no bots, no row level security but the workspace. */
async function timeBare(db: Db, workspaceId: number): Promise<number> {
  const runsMs: number[] = [];
  for (let run = 0; run < workspaceRuns; run += 1) {
    const startedAt = performance.now();
    await withWorkspace(db, { workspaceId, userId: localOwnerId }, (tx) =>
      sql`
        select percentile_cont(array[0.5, 0.75, 0.9]) within group (order by extract(epoch from merged_at - created_at))
        from pulse.pull_requests
        where merged_at >= ${window.from}::timestamptz
          and merged_at < ${window.to}::timestamptz
      `.execute(tx),
    );
    runsMs.push(performance.now() - startedAt);
  }
  return medianOf(runsMs);
}
