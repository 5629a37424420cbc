import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureDefaultWorkspace, localOwnerId } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { importArchive } from "@pulse/github";
import { generateHistory, toArchive } from "@pulse/github-replica";
import { createLogger, fixedClock } from "@pulse/kit";
import { afterAll, beforeAll, expect, test } from "vitest";

import { compareRepositories, showMetric, showMetrics, type ActionContext } from "./index.ts";

const asOf = new Date("2026-06-30T00:00:00Z");
const measures = [
  { metric: "issue.backlog" },
  { metric: "pr.merge_frequency", part: "per_week", series: "pr.merged" },
  { metric: "issue.time_to_first_response", part: "p50" },
];
const window = { from: "2026-04-01", to: "2026-06-30" };

let database: TestDatabase;
let ctx: ActionContext;

beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  const folder = await mkdtemp(path.join(tmpdir(), "pulse compare "));
  for (const [seed, repository] of ["acme/small", "acme/Large", "bolt/middle"].entries()) {
    const size = repository === "acme/Large" ? 60 : 20;
    const from = new Date("2026-01-01T00:00:00Z");
    const history = generateHistory({ repository, seed, from, asOf, issues: size, pullRequests: size, people: 6 });
    const file = path.join(folder, `${seed}.json`);
    await writeFile(file, JSON.stringify(toArchive(history)));
    await importArchive(database.db, { workspaceId, file, fileName: "archive.json" });
  }
  await rm(folder, { recursive: true });
  ctx = {
    db: database.db,
    clock: fixedClock("2026-07-01T00:00:00Z"),
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
  };
});

afterAll(async () => {
  await database.drop();
});

test("each repository has the numbers and series that it has alone", async () => {
  const compared = await compareRepositories.run(ctx, { ...window, measures, by: "week" });

  expect(compared.total).toBe(3);
  for (const { repository, figures, series } of compared.repositories) {
    for (const [index, measure] of measures.entries()) {
      const question = { ...window, repositories: [repository], metric: measure.metric };
      const alone = await showMetric.run(ctx, question);
      const drawn = await showMetric.run(ctx, { ...question, metric: measure.series ?? measure.metric, by: "week" });
      expect(figures[index]).toMatchObject({ n: alone.n, value: alone.value });
      expect(series[index]).toEqual(drawn.series);
    }
  }
});

test("names are sorted whatever their case, and numbers by the part that is meant", async () => {
  const names = async (sort: string, order: "asc" | "desc") =>
    (await compareRepositories.run(ctx, { ...window, measures, sort, order })).repositories.map(
      ({ repository }) => repository,
    );

  expect(await names("name", "asc")).toEqual(["acme/Large", "acme/small", "bolt/middle"]);
  expect(await names("name", "desc")).toEqual(["bolt/middle", "acme/small", "acme/Large"]);
  expect((await names("pr.merge_frequency", "desc"))[0]).toBe("acme/Large");
  expect((await names("pr.merge_frequency", "asc")).at(-1)).toBe("acme/Large");
});

test("pages and a search never lose a repository: the total is of all that were found", async () => {
  const second = await compareRepositories.run(ctx, { ...window, measures, offset: 1, limit: 1 });
  const found = await compareRepositories.run(ctx, { ...window, measures, search: "ACME" });
  const none = await compareRepositories.run(ctx, { ...window, measures, search: "nothing" });

  expect(second).toMatchObject({ total: 3, repositories: [{ repository: "acme/small", series: [] }] });
  expect(found.total).toBe(2);
  expect(none).toMatchObject({ total: 0, repositories: [] });
});

test("several metrics can each be cut their own way, in the order asked for", async () => {
  const { metrics } = await showMetrics.run(ctx, {
    ...window,
    metrics: ["issue.opened", { metric: "issue.stale", by: null }, { metric: "issue.opened", by: "repository" }],
    by: "month",
  });

  expect(metrics.map(({ metric, series }) => [metric, series?.length])).toEqual([
    ["issue.opened", 3],
    ["issue.stale", undefined],
    ["issue.opened", 3],
  ]);
  expect(metrics[2]?.series?.map(({ key }) => key)).toEqual(["acme/Large", "acme/small", "bolt/middle"]);
});
