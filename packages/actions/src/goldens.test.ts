// The three archives beside the checkout, and what METRICS.md gives on them: two implementations that share nothing with this one
// computed the expected numbers (../shared/data/goldens/README.md). Counts and lists exactly, durations to 1 ms, ratios to 1e-6.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { ensureDefaultWorkspace, localOwnerId } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { importArchive } from "@pulse/github";
import { createLogger, fixedClock } from "@pulse/kit";
import type { MetricItem } from "@pulse/metrics";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import type { ActionContext } from "./action.ts";
import { listMetricItems } from "./list-metric-items.ts";
import { showMetric } from "./show-metric.ts";

const data = path.join(import.meta.dirname, "../../../../shared/data");
const isHere = existsSync(data);

const archives = [
  ["tls13-spec", "tlswg/tls13-spec"],
  ["mls-protocol", "mlswg/mls-protocol"],
  ["http-extensions", "httpwg/http-extensions"],
] as const;

// The numbers that are told: team.* is none of them yet.
const told = /^(pr|issue|repo)\./;
const daily = ["pr.open", "issue.backlog"];

const numbersSchema = z.record(z.string(), z.union([z.number(), z.record(z.string(), z.number())]).nullable());
const rowsSchema = z.array(z.record(z.string(), z.unknown()));
const goldenSchema = z.object({
  as_of: z.string(),
  now: z.record(z.string(), z.object({ count: z.number(), list: z.array(z.number()) })),
  windows: z.record(
    z.string(),
    z.object({
      from: z.string(),
      to: z.string(),
      tz: z.string(),
      extra_bots: z.array(z.string()),
      series: z.union([z.literal(false), z.record(z.string(), z.array(z.tuple([z.string(), z.number()])))]),
      metrics: z.record(z.string(), z.unknown()),
    }),
  ),
});

let database: TestDatabase;
let ctx: ActionContext;

beforeAll(async () => {
  if (!isHere) return;
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  for (const [name] of archives) {
    const file = path.join(data, `${name}.archive.json`);
    await importArchive(database.db, { workspaceId, file, fileName: path.basename(file) });
  }
  ctx = {
    db: database.db,
    clock: fixedClock("2026-07-10T00:00:00Z"),
    logger: createLogger({ name: "goldens", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
  };
});

afterAll(async () => {
  if (isHere) await database.drop();
});

function readGolden(name: string) {
  return goldenSchema.parse(JSON.parse(readFileSync(path.join(data, "goldens", `${name}.json`), "utf8")));
}

/** The metrics of every window as the goldens write them: a bare number, or an object of n and the named numbers. */
async function computeWindows(name: string, repository: string) {
  const computed: Record<string, unknown> = {};
  const expected: Record<string, unknown> = {};
  for (const [windowName, window] of Object.entries(readGolden(name).windows)) {
    for (const [metric, golden] of Object.entries(window.metrics)) {
      if (!told.test(metric)) continue;
      const answer = await showMetric.run(ctx, {
        metric,
        repositories: [repository],
        from: window.from,
        to: window.to,
        tz: window.tz,
        bots: window.extra_bots,
      });
      const place = `${windowName} ${metric}`;
      const table = rowsSchema.safeParse(golden);
      if (table.success) {
        computed[place] = answer.rows;
        expected[place] = table.data;
        continue;
      }
      const named = numbersSchema.safeParse(golden);
      const { n, excluded, n_not_yet, buckets } = answer;
      const numbers: Record<string, unknown> = {
        n,
        excluded,
        n_not_yet,
        buckets,
        ...numbersSchema.catch({}).parse(answer.value),
      };
      computed[place] = named.success
        ? Object.fromEntries(Object.keys(named.data).map((key) => [key, numbers[key] ?? null]))
        : answer.value;
      expected[place] = named.success
        ? Object.fromEntries(Object.entries(named.data).map(([key, number]) => [key, close(number, key)]))
        : close(z.number().nullable().parse(golden), "");
    }
  }
  return { computed, expected };
}

const exactNames = new Set(["n", "excluded", "n_not_yet", "count", "within"]);

function close(number: number | null | Readonly<Record<string, number>>, name: string): unknown {
  if (typeof number !== "number" || exactNames.has(name)) return number;
  return expect.closeTo(number, /^p\d/.test(name) ? 3 : 6);
}

async function listItems(
  repository: string,
  query: { readonly metric: string; readonly also?: string[] },
): Promise<readonly MetricItem[]> {
  const list = await listMetricItems.run(ctx, {
    ...query,
    repositories: [repository],
    from: "2000-01-01",
    to: "2026-07-10",
    show: "all",
    sort: "number",
    order: "asc",
    limit: 5000,
  });
  expect(list.next).toBeNull();
  return list.items;
}

describe.skipIf(!isHere)("the golden numbers of ../shared/data", () => {
  it.each(archives)("%s: every number of every window", async (name, repository) => {
    const { computed, expected } = await computeWindows(name, repository);

    expect(Object.keys(expected).length).toBeGreaterThan(240);
    expect(computed).toEqual(expected);
  });

  it.each(archives)("%s: what was open at the end of each day, in each time zone", async (name, repository) => {
    const windows = Object.entries(readGolden(name).windows).filter(([, window]) => window.series !== false);

    for (const metric of daily) {
      for (const [windowName, { from, to, tz, series }] of windows) {
        const answer = await showMetric.run(ctx, { metric, repositories: [repository], from, to, tz, by: "day" });

        const computed = answer.series?.map(({ key, value }) => [key, value]);
        expect({ metric, windowName, series: computed }).toEqual({
          metric,
          windowName,
          series: series === false ? [] : series[metric],
        });
      }
    }
    expect(windows).toHaveLength(3);
  });

  it.each(archives)("%s: each pull request's first review, first approval and depth", async (name, repository) => {
    const [, ...lines] = readFileSync(path.join(data, "goldens", `${name}.pulls.csv`), "utf8")
      .trim()
      .split(/\r?\n/);

    const items = await listItems(repository, { metric: "pr.opened", also: ["pr.review_depth"] });

    const rows = items.map(({ number, details, also }) =>
      [number, details["first_review_at"], details["first_approval_at"], also["pr.review_depth"]].join(","),
    );
    expect(rows).toEqual(lines);
  });

  it.each(archives)("%s: each issue's first response", async (name, repository) => {
    const [, ...lines] = readFileSync(path.join(data, "goldens", `${name}.issues.csv`), "utf8")
      .trim()
      .split(/\r?\n/);

    const items = await listItems(repository, { metric: "issue.opened" });

    expect(items.map(({ number, details }) => [number, details["first_response_at"]].join(","))).toEqual(lines);
  });

  it.each(archives)(
    "%s: what is stale at the archive's own time, which is when it is as of",
    async (name, repository) => {
      const { as_of, now } = readGolden(name);

      for (const metric of ["pr.stale", "issue.stale"]) {
        const answer = await showMetric.run(ctx, { metric, repositories: [repository] });

        expect(new Date(answer.as_of ?? 0)).toEqual(new Date(as_of));
        expect(answer.value).toBe(now[metric]?.count);
        expect(answer.rows?.map(({ number }) => number)).toEqual(now[metric]?.list);
      }
    },
  );

  it.each(archives)("%s: nothing of what an archive does not hold", async (_, repository) => {
    const unknown = `
      pr.coding_time pr.cycle_time pr.deploy_time pr.size pr.review_rounds
      repo.contributor_absence_factor repo.releases repo.stars repo.forks repo.watchers milestone.progress
    `;
    for (const metric of unknown.trim().split(/\s+/)) {
      const answer = await showMetric.run(ctx, {
        metric,
        repositories: [repository],
        from: "2000-01-01",
        to: "2026-07-10",
      });

      expect(answer).toMatchObject({ metric, n: 0, value: null, coverage: 0 });
    }
  });
});
