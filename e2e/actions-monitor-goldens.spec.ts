/** A year of a real workflow, imported as people would, and every window of it read off the page in a real browser. */
import { readFileSync } from "node:fs";

import { z } from "zod";

import { countAsShown, durationAsShown, ratioAsShown } from "./as-shown.ts";
import { expect, test, toCookie } from "./fixtures.ts";
import { hasRealData, realRuns } from "./product/archives.ts";
import { startProduct, type Product } from "./product/start-product.ts";
import { readTiles } from "./read-tiles.ts";

const spread = z.object({ n: z.number(), p50: z.number().nullable(), p95: z.number().nullable() });
const failure = z.object({ job: z.string(), n: z.number() });
const goldens = z.object({
  windows: z.record(
    z.string(),
    z.object({
      from: z.string(),
      to: z.string(),
      metrics: z.object({
        "ci.runs": z.object({ total: z.number() }),
        "ci.success_rate": z.number().nullable(),
        "ci.duration": spread,
        "ci.rerun_rate": z.number().nullable(),
        "ci.flake_rate": z.object({ pairs: z.number(), ratio: z.number().nullable() }),
        "ci.queue_time": spread,
        "ci.top_failing": z.object({ jobs: z.array(failure), steps: z.array(failure.extend({ step: z.string() })) }),
        "ci.minutes": z.record(z.string(), z.number()),
      }),
    }),
  ),
});

type Metrics = z.output<typeof goldens>["windows"][string]["metrics"];

const tilesExpected = (metrics: Metrics): Record<string, string> => ({
  "Success rate": ratioAsShown(metrics["ci.success_rate"]),
  "Queue time": durationAsShown(metrics["ci.queue_time"].p50),
  "Queue time, p95": durationAsShown(metrics["ci.queue_time"].p95),
  Runs: countAsShown(metrics["ci.runs"].total),
  "Flake rate": ratioAsShown(metrics["ci.flake_rate"].ratio),
  "Rerun rate": ratioAsShown(metrics["ci.rerun_rate"]),
  "Failed jobs": countAsShown(metrics["ci.top_failing"].jobs.reduce((sum, { n }) => sum + n, 0)),
  Minutes: countAsShown(Object.values(metrics["ci.minutes"]).reduce((sum, n) => sum + n, 0)),
});

/** How long runs took is told of runs whose jobs are unknown. */
const durationsExpected = (metrics: Metrics): Record<string, string> => ({
  Duration: durationAsShown(metrics["ci.duration"].p50),
  "Duration, p95": durationAsShown(metrics["ci.duration"].p95),
});

const sampleSizes = (metrics: Metrics): Record<string, string> => ({
  "Queue time": countAsShown(metrics["ci.queue_time"].n),
  "Flake rate": countAsShown(metrics["ci.flake_rate"].pairs),
});

const withoutJobs = "ionic-team/without-jobs";

let product: Product;

test.describe("a year of a real workflow", () => {
  if (!hasRealData) {
    test("shows the golden numbers of its runs", () => {
      test.skip(!hasRealData, "no ../shared/data beside this checkout");
    });
    return;
  }

  test.describe.configure({ mode: "serial" });

  test.beforeAll(async () => {
    product = await startProduct("runs");
    product.pulse("import", "actions", "--repo", realRuns.repository, "--runs", realRuns.runs, "--jobs", realRuns.jobs);
    product.pulse("import", "actions", "--repo", withoutJobs, "--runs", realRuns.runs);
  });

  test.afterAll(async () => {
    await product.stop();
  });

  test.beforeEach(async ({ page }) => {
    await page.context().addCookies([toCookie(product.session)]);
  });

  const { windows } = goldens.parse(JSON.parse(readFileSync(realRuns.golden, "utf8")));
  for (const [name, { from, to, metrics }] of Object.entries(windows)) {
    test(`shows the golden numbers of its runs in ${name}`, async ({ page }) => {
      const open = async (repo: string) => {
        const query = new URLSearchParams({ repo, from, to });
        await page.goto(`${product.url}/default/actions?${query.toString()}`);
      };
      await open(realRuns.repository);
      if (metrics["ci.runs"].total === 0) {
        await expect(page.getByText(/leave nothing over|No workflow ran/)).toBeVisible();
        return;
      }
      const expected = tilesExpected(metrics);

      const tiles = await readTiles(page, Object.keys(expected));

      expect(Object.fromEntries(tiles.map(({ title, value }) => [title, value]))).toEqual(expected);
      const sizes = sampleSizes(metrics);
      const shown = tiles.filter(({ title }) => title in sizes).map(({ title, n }) => [title, n]);
      expect(Object.fromEntries(shown)).toEqual(sizes);
      const failing = page.getByRole("region", { name: "Jobs and steps that fail most" });
      for (const { step, n } of metrics["ci.top_failing"].steps) {
        const times = `${n} ${n === 1 ? "time" : "times"}`;
        await expect(
          failing
            .getByRole("link")
            .filter({ hasText: `${step}` })
            .first(),
        ).toContainText(times);
      }
      await open(withoutJobs);
      const durations = await readTiles(page, Object.keys(durationsExpected(metrics)));
      expect(Object.fromEntries(durations.map(({ title, value }) => [title, value]))).toEqual(
        durationsExpected(metrics),
      );
      expect(durations[0]?.n).toBe(countAsShown(metrics["ci.duration"].n));
    });
  }
});
