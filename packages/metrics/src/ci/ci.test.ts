import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { askHistory, askHistoryItems } from "../../test/ask-history.ts";
import type { Attempt, Job, Repository, Run } from "../../test/history.ts";
import { history, on, repository } from "../../test/small-history.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

const sha = "a".repeat(40);

/** An attempt of an hour, without jobs. */
function attempt(startedAt: number, told: Partial<Attempt> = {}): Attempt {
  return { startedAt, updatedAt: startedAt + 3600, conclusion: "success", jobs: [], ...told };
}

let ids = 0;

function run(...attempts: readonly Attempt[]): Run {
  ids += 1;
  return { id: ids, workflow: "CI", sha, attempts };
}

/** A job of a minute and a second, which waited for ten. */
function job(createdAt: number, told: Partial<Job> = {}): Job {
  return {
    name: "build",
    conclusion: "success",
    labels: ["ubuntu-latest"],
    createdAt,
    startedAt: createdAt + 10,
    completedAt: createdAt + 71,
    ...told,
  };
}

async function ask(told: Partial<Repository>, metric: string, by?: "day" | "label" | "workflow") {
  return await askHistory(database.db, { history: history(repository(told)) }, { metric, by });
}

const first = on("03-02T10:00");
const second = on("03-02T12:00");
const [failed, succeeded] = [{ conclusion: "failure" }, { conclusion: "success" }];

describe("attempts of runs", () => {
  it("count each, by how they ended, also those that go on and ends that nobody knows", async () => {
    const runs = [
      run(attempt(first, failed), attempt(second)),
      run(attempt(first, { conclusion: null })),
      run(attempt(first, { conclusion: "unheard_of" })),
    ];

    const answer = await ask({ runs }, "ci.runs");

    expect(answer).toMatchObject({
      value: { total: 4 },
      by_conclusion: { failure: 1, success: 1, unfinished: 1, other: 1 },
    });
  });

  it("are not judged when they were cancelled or skipped, and the list says so", async () => {
    const conclusions = ["success", "failure", "timed_out", "startup_failure", "cancelled", "skipped", "neutral", null];
    const told = { runs: conclusions.map((conclusion) => run(attempt(first, { conclusion }))) };

    const answer = await ask(told, "ci.success_rate");
    const list = await askHistoryItems(
      database.db,
      { history: history(repository(told)) },
      { metric: "ci.success_rate" },
    );

    expect(answer).toMatchObject({ n: 4, value: 0.25 });
    expect(list.total).toBe(4);
    expect(list.left_out.map(({ reason, n }) => [reason, n])).toEqual([
      ["not_judged", 3],
      ["unfinished", 1],
    ]);
  });

  it("last until their last job was done, whatever changed later, and have no length while they go on", async () => {
    const jobs = [job(first, { completedAt: first + 60 }), job(first, { name: "test", completedAt: first + 90 })];
    const runs = [run(attempt(first, { jobs })), run(attempt(first, { conclusion: null }))];

    const answer = await ask({ runs }, "ci.duration");

    expect(answer).toMatchObject({ n: 1, value: { p50: 90, p95: 90 } });
  });

  it("are one run: a second attempt is a rerun of it, even after the window", async () => {
    const runs = [
      run(attempt(first, failed), attempt(second)),
      run(attempt(first, failed), attempt(on("04-02"))),
      run(attempt(first)),
    ];

    const answer = await ask({ runs }, "ci.rerun_rate");

    expect(answer).toMatchObject({ n: 3, value: expect.closeTo(2 / 3) });
  });
});

describe("a flaky pair of workflow and commit", () => {
  it.each([
    ["failed and then succeeded on the second attempt", [run(attempt(first, failed), attempt(second))], 1],
    ["failed and then succeeded in another run", [run(attempt(first, failed)), run(attempt(second))], 1],
    ["succeeded and then failed, which may be a reason", [run(attempt(first)), run(attempt(second, failed))], 0],
    ["failed and never succeeded", [run(attempt(first, failed)), run(attempt(second, failed))], 0],
    [
      "failed here and succeeded on another commit",
      [run(attempt(first, failed)), { ...run(attempt(second)), sha: "b".repeat(40) }],
      0,
    ],
  ])("%s", async (_, runs, flaky) => {
    const answer = await ask({ runs }, "ci.flake_rate");

    expect(answer.value).toMatchObject({ flaky });
  });

  it("stands under its workflow", async () => {
    const runs = [
      run(attempt(first, failed), attempt(second, succeeded)),
      { ...run(attempt(first)), workflow: "Nightly" },
    ];

    const answer = await ask({ runs }, "ci.flake_rate", "workflow");

    expect(answer.series?.map(({ key, value }) => [key, value])).toEqual([
      ["CI", { pairs: 1, flaky: 1, ratio: 1 }],
      ["Nightly", { pairs: 1, flaky: 0, ratio: 0 }],
    ]);
  });
});

describe("a job that a second attempt carried over", () => {
  const old = job(first);
  const runs = [
    run(
      attempt(first, { conclusion: "failure", jobs: [old, job(first, { name: "test", conclusion: "failure" })] }),
      attempt(second, { jobs: [{ ...old, createdAt: second }, job(second, { name: "test" })] }),
    ),
  ];

  it("has no queue time", async () => {
    const answer = await ask({ runs }, "ci.queue_time");

    expect(answer).toMatchObject({ n: 3, excluded: 1, value: { p50: 10, p95: 10 } });
  });

  it("costs its minutes once, each job rounded up", async () => {
    const answer = await ask({ runs }, "ci.minutes");

    expect(answer).toMatchObject({ n: 3, value: { minutes: 6 }, rows: [{ label: "ubuntu-latest", minutes: 6 }] });
  });

  it("fails once", async () => {
    const again = [
      run(
        attempt(first, { jobs: [job(first, failed)] }),
        attempt(second, { jobs: [{ ...job(first, failed), createdAt: second }] }),
      ),
    ];

    const answer = await ask({ runs: again }, "ci.top_failing");

    expect(answer).toMatchObject({ value: 1, rows: [{ kind: "job", workflow: "CI", job: "build", step: null, n: 1 }] });
  });
});

describe("a job", () => {
  it("belongs to the window of its attempt, and to its own while its run is unknown", async () => {
    const late = attempt(on("03-31T23:59"), { jobs: [job(on("04-01T00:01"))] });

    const answer = await ask(
      { runs: [run(late)], looseJobs: [job(first), job(on("04-01"))] },
      "ci.minutes",
      "workflow",
    );

    expect(answer.series?.map(({ key, n }) => [key, n])).toEqual([
      ["CI", 1],
      ["Old", 1],
    ]);
  });

  it("with two labels stands under both, and counts once", async () => {
    const jobs = [job(first, { labels: ["self-hosted", "linux"] })];

    const answer = await ask({ runs: [run(attempt(first, { jobs }))] }, "ci.minutes");

    expect(answer).toMatchObject({
      value: { minutes: 2 },
      rows: [
        { label: "linux", minutes: 2 },
        { label: "self-hosted", minutes: 2 },
      ],
    });
  });

  it("that was skipped takes no minute", async () => {
    const jobs = [job(first, { conclusion: "skipped", labels: [], startedAt: first, completedAt: first })];

    const answer = await ask({ runs: [run(attempt(first, { jobs }))] }, "ci.minutes");

    expect(answer).toMatchObject({ n: 0, value: { minutes: 0 }, rows: [] });
  });
});
