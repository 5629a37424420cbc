// Behind every figure: what it means, the items in it and those left out, so that nobody has to believe a number. For every metric of the
// catalogue over made-up histories: the list has as many items as the number says, and what is left out adds up.
import { withWorkspace } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { anyHistory, days, firstAt } from "../test/generate-history.ts";
import { seedHistory } from "../test/seed-history.ts";
import { catalogue } from "./catalogue.ts";
import { splitsOf } from "./check-question.ts";
import { computeMetric, describeMetric, listMetricItems, type ItemsQuery, type MetricAnswer } from "./index.ts";
import type { Metric } from "./metric.ts";

const runs = Number(process.env["PULSE_PROPERTY_RUNS"] ?? 2);
const seed = Number(process.env["PULSE_PROPERTY_SEED"] ?? 20_261_122);
const day = (index: number) => new Date((firstAt + index * 86_400) * 1000);
const window = { from: day(3).toISOString(), to: day(days - 3).toISOString(), now: day(days + 1) };

const listed = catalogue.filter((metric) => describeMetric(metric).items !== null);

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

describe("every metric", () => {
  it("says what it means, and has items behind it or rows of its own or of each repository", () => {
    const isBacked = (metric: Metric) =>
      listed.includes(metric) || metric.rows !== undefined || splitsOf(metric).includes("repository");
    const isSilent = ({ definition }: Metric) => !definition.endsWith(".");

    expect(catalogue.filter((metric) => isSilent(metric) || !isBacked(metric)).map(({ id }) => id)).toEqual([]);
  });

  it("lists what it counts, and tells of all others why not", { timeout: 240_000 + runs * 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, async (history) => {
        const workspace = await seedHistory(database.db, history, {});
        const found: string[] = [];
        await withWorkspace(database.db, { workspaceId: workspace.id, userId: workspace.userId }, async (tx) => {
          for (const metric of listed) {
            const question = { workspaceId: workspace.id, metric: metric.id, timeZone: "UTC", ...window };
            const answer = await computeMetric(tx, question);
            const total = async (show: ItemsQuery["show"]) => (await listMetricItems(tx, { ...question, show })).total;
            const { left_out: leftOut } = await listMetricItems(tx, question);
            const without = leftOut.reduce((sum, { n }) => sum + n, 0);
            const [counted, out, all] = [await total("counted"), await total("left_out"), await total("all")];
            const expected = countIn(answer);
            if (metric.thing === undefined ? counted !== expected : counted < expected) {
              found.push(`${metric.id} counts ${expected} and lists ${counted}`);
            }
            if (out !== without) found.push(`${metric.id} leaves ${without} out and lists ${out}`);
            if (all !== counted + without) found.push(`${metric.id} lists ${all} in all, ${counted} and ${without}`);
          }
        });
        expect(found).toEqual([]);
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
  });
});

/** How many items the number on the screen stands for: some are a count of their own, out of `n`. */
function countIn({ n, value }: MetricAnswer): number {
  return value !== null && typeof value === "object" ? (value["count"] ?? n) : n;
}
