// A year of one workflow's runs and jobs as GitHub's REST API gives them, and what METRICS.md gives on them
// (../shared/data/goldens/stencil-ci.json): every number of every window, through the import that people use.
import { readFileSync } from "node:fs";
import path from "node:path";

import { ensureDefaultWorkspace, localOwnerId } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { data, isHere } from "../test/golden-windows.ts";
import type { ActionContext } from "./action.ts";
import { importActions } from "./import-actions.ts";
import { listMetricItems } from "./list-metric-items.ts";
import { showMetric } from "./show-metric.ts";

const runs = path.join(data, "stencil_workflow_runs.json");
const jobs = path.join(data, "stencil_jobs.json");
const whole = "ionic-team/ionic-framework";
const withoutJobs = "ionic-team/without-jobs";

const counts = z.record(z.string(), z.number());
const spread = z.object({
  n: z.number(),
  excluded: z.number(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
});
const goldenSchema = z.object({
  windows: z.record(
    z.string(),
    z.object({
      from: z.string(),
      to: z.string(),
      metrics: z.object({
        "ci.runs": z.object({ total: z.number(), by_conclusion: counts }),
        "ci.success_rate": z.number().nullable(),
        "ci.duration": spread,
        "ci.rerun_rate": z.number().nullable(),
        "ci.flake_rate": z.object({ pairs: z.number(), flaky: z.number(), ratio: z.number().nullable() }),
        "ci.queue_time": spread,
        "ci.top_failing": z.object({ jobs: z.array(z.unknown()), steps: z.array(z.unknown()) }),
        "ci.minutes": counts,
      }),
    }),
  ),
});

let database: TestDatabase;
let ctx: ActionContext;

beforeAll(async () => {
  if (!isHere) return;
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  ctx = {
    db: database.db,
    clock: fixedClock("2026-07-10T00:00:00Z"),
    logger: createLogger({ name: "goldens", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
  };
  await importActions.run(ctx, { repository: whole, runs, jobs });
  await importActions.run(ctx, { repository: withoutJobs, runs });
});

afterAll(async () => {
  if (isHere) await database.drop();
});

function windows() {
  const text = readFileSync(path.join(data, "goldens", "stencil-ci.json"), "utf8");
  return Object.entries(goldenSchema.parse(JSON.parse(text)).windows);
}

type Window = { readonly from: string; readonly to: string };

async function ask(metric: string, { from, to }: Window, repository = whole) {
  return await showMetric.run(ctx, { metric, repositories: [repository], from, to });
}

const close = (number: number | null, digits: number): unknown =>
  number === null ? null : expect.closeTo(number, digits);

describe.skipIf(!isHere)("the golden numbers of GitHub Actions", () => {
  it("has five windows", () => {
    expect(windows().map(([name]) => name)).toEqual(["all", "month-2023-12", "month-2024-01", "week", "empty"]);
  });

  it.each(isHere ? windows() : [])("%s: runs, by how they ended", async (_, { metrics, ...window }) => {
    const { value, by_conclusion } = await ask("ci.runs", window);

    expect({ ...Object(value), by_conclusion }).toEqual(metrics["ci.runs"]);
  });

  it.each(isHere ? windows() : [])("%s: success, reruns and flakes", async (_, { metrics, ...window }) => {
    const success = await ask("ci.success_rate", window);
    const rerun = await ask("ci.rerun_rate", window);
    const flake = await ask("ci.flake_rate", window);

    expect(success.value).toEqual(close(metrics["ci.success_rate"], 6));
    expect(rerun.value).toEqual(close(metrics["ci.rerun_rate"], 6));
    expect(rerun.n).toBe(metrics["ci.runs"].total);
    const { pairs, flaky, ratio } = metrics["ci.flake_rate"];
    expect(flake.value).toEqual({ pairs, flaky, ratio: close(ratio, 6) });
    expect(flake.n).toBe(pairs);
  });

  it.each(isHere ? windows() : [])(
    "%s: how long runs took, without their jobs, and how long jobs waited",
    async (_, { metrics, ...window }) => {
      for (const [metric, repository] of [
        ["ci.duration", withoutJobs],
        ["ci.queue_time", whole],
      ] as const) {
        const { n, excluded, value } = await ask(metric, window, repository);

        const golden = metrics[metric];
        expect({ metric, n, excluded, p50: null, p95: null, ...Object(value) }).toEqual({
          metric,
          n: golden.n,
          excluded: golden.excluded,
          p50: close(golden.p50, 3),
          p95: close(golden.p95, 3),
        });
      }
    },
  );

  it.each(isHere ? windows() : [])("%s: what failed most, and minutes by runner", async (_, { metrics, ...window }) => {
    const failing = await ask("ci.top_failing", window);
    const minutes = await ask("ci.minutes", window);

    const rows = failing.rows ?? [];
    expect({
      jobs: rows.filter(({ kind }) => kind === "job").map(({ workflow, job, n }) => ({ workflow, job, n })),
      steps: rows.filter(({ kind }) => kind === "step").map(({ job, step, n }) => ({ job, step, n })),
    }).toEqual(metrics["ci.top_failing"]);
    expect(Object.fromEntries((minutes.rows ?? []).map((row) => [row["label"], row["minutes"]]))).toEqual(
      metrics["ci.minutes"],
    );
  });

  // In five attempts, all that the file has was carried over: it ended before the attempt began.
  it("takes a run as long as its jobs took, where they are known", async () => {
    const answer = await ask("ci.duration", { from: "2023-04-01", to: "2024-03-01" });

    expect(answer).toMatchObject({ n: 96, excluded: 5, value: { p50: 111 } });
  });

  it("lists the attempts and jobs behind each number, and says why others are not in it", async () => {
    const about = { repositories: [whole], from: "2023-04-01", to: "2024-03-01", limit: 1 };

    const success = await listMetricItems.run(ctx, { ...about, metric: "ci.success_rate", filter: "failed" });
    const waits = await listMetricItems.run(ctx, { ...about, metric: "ci.queue_time" });

    expect(success).toMatchObject({ total: 14, items: [{ title: "Stencil Nightly Build", state: "failure" }] });
    expect(success.items[0]?.details).toMatchObject({ run_id: expect.any(Number), attempt: expect.any(Number) });
    expect(waits.total).toBe(264);
    expect(waits.left_out).toEqual([{ reason: "carried_over", text: expect.stringMatching(/carried over/), n: 32 }]);
  });
});
