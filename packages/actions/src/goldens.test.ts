// The three archives beside the checkout, and what METRICS.md gives on them: two implementations that share nothing with this one
// computed the expected numbers (../shared/data/goldens/README.md). Counts and lists exactly, durations to 1 ms, ratios to 1e-6.
import path from "node:path";

import { ensureDefaultWorkspace, localOwnerId } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { importArchive } from "@pulse/github";
import { createLogger, fixedClock } from "@pulse/kit";
import type { MetricItem } from "@pulse/metrics";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { computeWindows, data, isHere, readLines, readNow, readWindows } from "../test/golden-windows.ts";
import type { ActionContext } from "./action.ts";
import { listMetricItems } from "./list-metric-items.ts";
import { showMetric } from "./show-metric.ts";

const archives = [
  ["tls13-spec", "tlswg/tls13-spec"],
  ["mls-protocol", "mlswg/mls-protocol"],
  ["http-extensions", "httpwg/http-extensions"],
] as const;

const daily = ["pr.open", "issue.backlog"];

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
    const { computed, expected } = await computeWindows(ctx, name, repository);

    expect(Object.keys(expected).length).toBeGreaterThan(240);
    expect(computed).toEqual(expected);
  });

  it.each(archives)("%s: what was open at the end of each day, in each time zone", async (name, repository) => {
    const windows = Object.entries(readWindows(name)).filter(([, window]) => window.series !== false);

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
    const lines = readLines(`${name}.pulls.csv`);

    const items = await listItems(repository, { metric: "pr.opened", also: ["pr.review_depth"] });

    const rows = items.map(({ number, details, also }) =>
      [number, details["first_review_at"], details["first_approval_at"], also["pr.review_depth"]].join(","),
    );
    expect(rows).toEqual(lines);
  });

  it.each(archives)("%s: each issue's first response", async (name, repository) => {
    const lines = readLines(`${name}.issues.csv`);

    const items = await listItems(repository, { metric: "issue.opened" });

    expect(items.map(({ number, details }) => [number, details["first_response_at"]].join(","))).toEqual(lines);
  });

  it.each(archives)(
    "%s: what is stale at the archive's own time, which is when it is as of",
    async (name, repository) => {
      const { as_of, now } = readNow(name);

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
