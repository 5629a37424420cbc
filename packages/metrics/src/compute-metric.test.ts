import { withWorkspace } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { ask } from "../test/ask.ts";
import { seedPullRequest, type PullRequestInput } from "../test/seed-pull-request.ts";
import {
  allKinds,
  seedRepository,
  seedWorkspace,
  type SeededRepository,
  type SeededWorkspace,
} from "../test/seed-workspace.ts";
import { catalogue, computeDistribution, computeMetrics } from "./index.ts";

let database: TestDatabase;
let workspace: SeededWorkspace;

beforeAll(async () => {
  database = await createTestDatabase();
  workspace = await seedWorkspace(database.db);
});

afterAll(async () => {
  await database.drop();
});

async function repositoryWith(
  input: Parameters<typeof seedRepository>[2],
  ...pullRequests: readonly PullRequestInput[]
): Promise<SeededRepository> {
  const repository = await seedRepository(database.db, workspace, input);
  for (const pullRequest of pullRequests) await seedPullRequest(database.db, repository, pullRequest);
  return repository;
}

function mergedAt(...instants: readonly string[]): readonly PullRequestInput[] {
  return instants.map((instant) => ({ createdAt: "2026-01-01T00:00:00Z", mergedAt: instant }));
}

const keysOf = (series: readonly { readonly key: string | null }[] | undefined) => (series ?? []).map(({ key }) => key);
const valuesOf = (series: readonly { readonly value: unknown }[] | undefined) =>
  (series ?? []).map(({ value }) => value);

describe("a window", () => {
  it("is half-open: what happens at its start is in, what happens at its end is out", async () => {
    const repository = await repositoryWith(
      {},
      ...mergedAt("2026-02-28T23:59:59Z", "2026-03-01T00:00:00Z", "2026-03-31T23:59:59Z", "2026-04-01T00:00:00Z"),
    );

    const answer = await ask(
      database.db,
      { workspace, repositories: [repository] },
      { metric: "pr.merged", from: "2026-03-01", to: "2026-04-01" },
    );

    expect(answer).toMatchObject({
      from: "2026-03-01T00:00:00Z",
      to: "2026-04-01T00:00:00Z",
      to_is: "given",
      value: 2,
      previous: { from: "2026-01-29T00:00:00Z", to: "2026-03-01T00:00:00Z", value: 1 },
    });
  });

  it("counts as open what is closed exactly at its end, and not what is created there", async () => {
    const repository = await repositoryWith(
      {},
      { createdAt: "2026-03-01T00:00:00Z", closedAt: "2026-04-01T00:00:00Z" },
      { createdAt: "2026-03-01T00:00:00Z", closedAt: "2026-03-31T23:59:59Z" },
      { createdAt: "2026-04-01T00:00:00Z" },
      { createdAt: "2026-02-01T00:00:00Z" },
    );

    const answer = await ask(
      database.db,
      { workspace, repositories: [repository] },
      { metric: "pr.open", from: "2026-03-01", to: "2026-04-01" },
    );

    expect(answer).toMatchObject({ value: 2, previous: { value: 1 } });
  });

  it("given as local dates compares with as many local days, although the clocks change between", async () => {
    const repository = await repositoryWith(
      {},
      ...mergedAt("2026-03-08T04:59:59Z", "2026-03-08T05:00:00Z", "2026-03-15T03:59:59Z"),
    );
    const scope = { workspace, repositories: [repository] };
    const week = { metric: "pr.merge_frequency", timeZone: "America/New_York", from: "2026-03-08", to: "2026-03-15" };

    const answer = await ask(database.db, scope, week);

    expect(answer).toMatchObject({
      from: "2026-03-08T05:00:00Z",
      to: "2026-03-15T04:00:00Z",
      time_zone: "America/New_York",
      value: { per_week: 2, per_week_per_author: 2 },
      previous: { from: "2026-03-01T05:00:00Z", to: "2026-03-08T05:00:00Z", value: { per_week: 1 } },
    });
  });

  it("given as instants compares with as many seconds", async () => {
    const repository = await repositoryWith({});
    const scope = { workspace, repositories: [repository] };
    const hours = {
      metric: "pr.merged",
      timeZone: "America/New_York",
      from: "2026-03-08T06:30:00Z",
      to: "2026-03-08T08:30:00Z",
    };

    const answer = await ask(database.db, scope, hours);

    expect(answer.previous).toMatchObject({ from: "2026-03-08T04:30:00Z", to: "2026-03-08T06:30:00Z" });
  });

  it("is the workspace's own days when no zone is named", async () => {
    const kolkata = await seedWorkspace(database.db, { timeZone: "Asia/Kolkata" });
    const repository = await seedRepository(database.db, kolkata);

    const answer = await ask(
      database.db,
      { workspace: kolkata, repositories: [repository] },
      { metric: "pr.merged", from: "2026-03-01", to: "2026-03-02" },
    );

    expect(answer).toMatchObject({
      time_zone: "Asia/Kolkata",
      from: "2026-02-28T18:30:00Z",
      to: "2026-03-01T18:30:00Z",
    });
  });

  it("without an end stops now while the data is fresh, and begins ninety days earlier", async () => {
    const repository = await repositoryWith({ coveredTo: "2026-06-25T00:00:00Z" });
    const scope = { workspace, repositories: [repository] };
    const open = { metric: "pr.merged", from: undefined, to: undefined };

    const answer = await ask(database.db, scope, { ...open, now: new Date("2026-07-01T12:00:00Z") });

    expect(answer).toMatchObject({ from: "2026-04-02T12:00:00Z", to: "2026-07-01T12:00:00Z", to_is: "now" });
  });

  it("without an end stops where old data does, to the microsecond", async () => {
    const repository = await repositoryWith({ coveredTo: "2020-09-29T00:16:27.452749Z" });
    const scope = { workspace, repositories: [repository] };

    const answer = await ask(database.db, scope, { metric: "pr.merged", from: undefined, to: undefined });

    expect(answer).toMatchObject({
      from: "2020-07-01T00:16:27.452Z",
      to: "2020-09-29T00:16:27.452Z",
      to_is: "as_of",
      as_of: "2020-09-29T00:16:27.452749Z",
      coverage: 1,
      value: 0,
    });
  });

  it.each([
    [{ from: "2026-03-01", to: "2026-03-01" }, "invalid", "must lie before"],
    [{ from: "2026-03-02", to: "2026-03-01" }, "invalid", "must lie before"],
    [{ from: "soon" }, "invalid", "`from`"],
    [{ to: "2026-02-30" }, "invalid", "`to`"],
    [{ timeZone: "Mars/Olympus" }, "invalid", "time zone"],
    [{ bots: ["a,b"] }, "invalid", "login"],
    [{ repositories: ["acme"] }, "invalid", "owner/name"],
    [{ repositories: ["acme/site\u0000"] }, "invalid", "owner/name"],
    [{ repositories: ["acme/nowhere"] }, "not_found", "acme/nowhere"],
    [{ workspaceId: 0 }, "not_found", "workspace"],
  ])("that makes no sense is refused: %j", async (wrong, code, part) => {
    const asked = ask(database.db, { workspace }, { metric: "pr.merged", ...wrong });

    await expect(asked).rejects.toMatchObject({ code, message: expect.stringContaining(part) });
  });
});

describe("a mirror that has not read it", () => {
  it("answers nothing, not zero, when the workspace is empty", async () => {
    const empty = await seedWorkspace(database.db);

    for (const { id } of catalogue) {
      const answer = await ask(database.db, { workspace: empty }, { metric: id });

      expect(answer).toMatchObject({ metric: id, repositories: [], n: 0, value: null, as_of: null, coverage: 0 });
    }
  });

  it("answers nothing while a kind of fact that the number needs is missing", async () => {
    const repository = await repositoryWith(
      { kinds: ["pull_requests", "reviews", "review_comments", "issue_comments"] },
      ...mergedAt("2026-03-01T00:00:00Z"),
    );
    const scope = { workspace, repositories: [repository] };

    for (const metric of ["pr.cycle_time", "pr.coding_time", "pr.size", "pr.review_rounds", "pr.deploy_time"]) {
      const answer = await ask(database.db, scope, { metric });

      expect(answer).toMatchObject({
        metric,
        n: 0,
        value: null,
        coverage: 0,
        previous: { value: null },
        as_of: "2031-01-01T00:00:00Z",
      });
    }
    expect(await ask(database.db, scope, { metric: "pr.merged_without_review" })).toMatchObject({
      value: { count: 1, ratio: 1 },
    });
  });

  it("answers nothing for a window that lies wholly beyond what it read", async () => {
    const repository = await repositoryWith(
      { coveredTo: "2026-03-01T00:00:00Z" },
      { createdAt: "2026-02-01T00:00:00Z" },
    );
    const scope = { workspace, repositories: [repository] };
    const later = { from: "2026-04-01", to: "2026-05-01" };

    for (const metric of ["pr.opened", "pr.open", "pr.time_to_merge", "pr.merged_without_review"]) {
      const answer = await ask(database.db, scope, { metric, ...later, by: "week" });

      expect(answer).toMatchObject({
        metric,
        n: 0,
        value: null,
        series: [],
        as_of: "2026-03-01T00:00:00Z",
        coverage: 0,
      });
    }
  });

  it("cuts a window at what it read, and compares with as much before it", async () => {
    const repository = await repositoryWith(
      { coveredTo: "2026-03-11T12:00:00Z" },
      ...mergedAt("2026-02-18T12:00:00Z", "2026-02-18T11:59:59Z", "2026-03-05T00:00:00Z", "2026-03-11T12:00:00Z"),
    );

    const answer = await ask(
      database.db,
      { workspace, repositories: [repository] },
      { metric: "pr.merged", from: "2026-03-01", to: "2026-04-01" },
    );

    expect(answer).toMatchObject({
      to: "2026-04-01T00:00:00Z",
      value: 1,
      previous: { from: "2026-02-18T12:00:00Z", to: "2026-03-01T00:00:00Z", value: 1 },
    });
  });

  it("has no number for a time before its facts begin", async () => {
    const repository = await repositoryWith(
      { coveredFrom: "2026-03-01T00:00:00Z" },
      ...mergedAt("2026-03-20T00:00:00Z"),
    );

    const answer = await ask(
      database.db,
      { workspace, repositories: [repository] },
      { metric: "pr.merged", from: "2026-02-01", to: "2026-04-01", by: "month" },
    );

    expect(answer).toMatchObject({
      value: 1,
      previous: { n: 0, value: null },
      series: [
        { key: "2026-02", n: 0, value: null },
        { key: "2026-03", n: 1, value: 1 },
      ],
    });
  });
});

describe("coverage", () => {
  it.each<[string, Parameters<typeof seedRepository>[2], object, number]>([
    ["is whole when everything was read", {}, {}, 1],
    ["is the share of days that were read whole", { coveredTo: "2026-03-04T12:00:00Z" }, {}, 0.3],
    ["counts no day of which the beginning is missing", { coveredFrom: "2026-03-02T00:00:01Z" }, {}, 0.8],
    [
      "asks nothing of days to come",
      { coveredTo: "2026-03-05T00:00:00Z" },
      { now: new Date("2026-03-04T18:00:00Z") },
      1,
    ],
    [
      "counts today once any of it was read",
      { coveredTo: "2026-03-04T12:00:00Z" },
      { now: new Date("2026-03-04T18:00:00Z") },
      1,
    ],
    ["is nothing when the window has not begun", {}, { now: new Date("2026-02-01T00:00:00Z") }, 0],
    [
      "cuts days by the clock of the zone",
      { coveredTo: "2026-03-05T05:00:00Z" },
      { timeZone: "America/New_York" },
      0.4,
    ],
  ])("%s", async (_, covered, query, expected) => {
    const repository = await seedRepository(database.db, workspace, covered);

    const answer = await ask(
      database.db,
      { workspace, repositories: [repository] },
      { metric: "pr.merged", from: "2026-03-01", to: "2026-03-11", ...query },
    );

    expect(answer.coverage).toBeCloseTo(expected, 10);
  });

  it("is shared by all repositories, and each is cut at its own end", async () => {
    const fresh = await repositoryWith({}, ...mergedAt("2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z"));
    const stale = await repositoryWith(
      { coveredTo: "2026-03-06T00:00:00Z" },
      ...mergedAt("2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z"),
    );
    const unread = await repositoryWith({ kinds: [] }, ...mergedAt("2026-03-02T00:00:00Z"));

    const answer = await ask(
      database.db,
      { workspace, repositories: [fresh, stale, unread] },
      { metric: "pr.merged", from: "2026-03-01", to: "2026-03-11", by: "repository" },
    );

    expect(answer).toMatchObject({
      value: 3,
      as_of: "2026-03-06T00:00:00Z",
      coverage: 0.5,
      series: [
        { key: fresh.fullName, value: 2 },
        { key: stale.fullName, value: 1 },
        { key: unread.fullName, n: 0, value: null },
      ],
    });
  });
});

describe("a series", () => {
  it("cuts days by the clock of the zone, also where one of them has 23 or 25 hours", async () => {
    const repository = await repositoryWith(
      {},
      ...mergedAt("2026-03-08T04:59:59Z", "2026-03-08T05:00:00Z", "2026-03-09T03:59:59Z", "2026-03-09T04:00:00Z"),
      ...mergedAt("2026-11-01T04:00:00Z", "2026-11-02T04:59:59Z", "2026-11-02T05:00:00Z"),
    );
    const scope = { workspace, repositories: [repository] };
    const byDay = { metric: "pr.merged", timeZone: "America/New_York", by: "day" } as const;

    const spring = await ask(database.db, scope, { ...byDay, from: "2026-03-07", to: "2026-03-10" });
    const autumn = await ask(database.db, scope, { ...byDay, from: "2026-11-01", to: "2026-11-03" });

    expect(spring.series).toMatchObject([
      { key: "2026-03-07", value: 1 },
      { key: "2026-03-08", value: 2 },
      { key: "2026-03-09", value: 1 },
    ]);
    expect(autumn.series).toMatchObject([
      { key: "2026-11-01", value: 2 },
      { key: "2026-11-02", value: 1 },
    ]);
  });

  it("counts what is open at the end of each local day", async () => {
    const repository = await repositoryWith(
      {},
      { createdAt: "2026-03-08T03:00:00Z", closedAt: "2026-03-09T04:00:00Z" },
      { createdAt: "2026-03-09T03:59:59Z", closedAt: "2026-03-10T03:59:59Z" },
    );

    const answer = await ask(
      database.db,
      { workspace, repositories: [repository] },
      { metric: "pr.open", timeZone: "America/New_York", by: "day", from: "2026-03-07", to: "2026-03-10" },
    );

    expect(valuesOf(answer.series)).toEqual([1, 2, 0]);
    expect(answer.value).toBe(0);
  });

  it("has every period, with nothing in the empty ones, and none beyond what was read", async () => {
    const repository = await repositoryWith({ coveredTo: "2026-01-20T00:00:00Z" }, ...mergedAt("2026-01-14T00:00:00Z"));
    const scope = { workspace, repositories: [repository] };
    const weeks = { from: "2026-01-01", to: "2026-03-01", by: "week" } as const;

    const merged = await ask(database.db, scope, { metric: "pr.merged", ...weeks });
    const time = await ask(database.db, scope, { metric: "pr.time_to_merge", ...weeks });

    expect(keysOf(merged.series)).toEqual(["2025-12-29", "2026-01-05", "2026-01-12", "2026-01-19"]);
    expect(valuesOf(merged.series)).toEqual([0, 0, 1, 0]);
    expect(time.series?.map(({ n, value }) => [n, value === null])).toEqual([
      [0, true],
      [0, true],
      [1, false],
      [0, true],
    ]);
  });

  it("keeps a stale repository at its last state, so that it ends where the value is", async () => {
    const fresh = await repositoryWith({}, { createdAt: "2026-03-01T00:00:00Z" });
    const stale = await repositoryWith({ coveredTo: "2026-03-03T00:00:00Z" }, { createdAt: "2026-03-01T00:00:00Z" });

    const answer = await ask(
      database.db,
      { workspace, repositories: [fresh, stale] },
      { metric: "pr.open", by: "day", from: "2026-03-01", to: "2026-03-06" },
    );

    expect(answer.value).toBe(2);
    expect(valuesOf(answer.series)).toEqual([2, 2, 2, 2, 2]);
  });

  it("by label has an item under each of its labels, and one without under none", async () => {
    const merged = { createdAt: "2026-01-01T00:00:00Z", mergedAt: "2026-03-01T00:00:00Z" };
    const repository = await repositoryWith(
      {},
      merged,
      { ...merged, labels: ["bug", "ui"] },
      { ...merged, labels: ["ui", "ö"] },
    );

    const answer = await ask(
      database.db,
      { workspace, repositories: [repository] },
      { metric: "pr.merged", by: "label" },
    );

    expect(answer.value).toBe(3);
    expect(answer.series?.map(({ key, value }) => [key, value])).toEqual([
      [null, 1],
      ["bug", 1],
      ["ui", 2],
      ["ö", 1],
    ]);
  });

  it("by author is in order of names, never of numbers", async () => {
    const merged = { createdAt: "2026-01-01T00:00:00Z", mergedAt: "2026-03-01T00:00:00Z" };
    const repository = await repositoryWith(
      {},
      merged,
      { ...merged, author: "zoe" },
      { ...merged, author: "zoe" },
      { ...merged, author: "Bob" },
    );

    const answer = await ask(
      database.db,
      { workspace, repositories: [repository] },
      { metric: "pr.open", by: "author", to: "2026-02-01" },
    );

    expect(answer.series?.map(({ key, value }) => [key, value])).toEqual([
      ["Bob", 1],
      ["ada", 1],
      ["zoe", 2],
    ]);
  });
});

describe("what is only known now", () => {
  it("looks at the end of the data, whatever the window, and gives the items", async () => {
    const open = { createdAt: "2026-01-01T00:00:00Z" };
    const repository = await repositoryWith(
      { coveredTo: "2026-04-01T00:00:00Z" },
      { ...open, number: 7, updatedAt: "2026-03-18T00:00:00Z" },
      { ...open, number: 6, updatedAt: "2026-03-18T00:00:01Z" },
      { ...open, number: 5, updatedAt: "2026-02-01T00:00:00Z", closedAt: "2026-02-01T00:00:00Z" },
      { ...open, number: 4, updatedAt: "2026-02-01T00:00:00Z" },
    );

    const answer = await ask(
      database.db,
      { workspace, repositories: [repository] },
      { metric: "pr.stale", to: "2026-02-15" },
    );

    expect(answer).toMatchObject({
      n: 2,
      value: 2,
      previous: null,
      rows: [{ number: 4 }, { number: 7, value: 14 * 86_400 }],
    });
  });

  it("has no series over time", async () => {
    await expect(ask(database.db, { workspace }, { metric: "pr.stale", by: "day" })).rejects.toMatchObject({
      code: "invalid",
    });
  });
});

describe("a workspace", () => {
  it("never counts or names what belongs to another, although the names are the same", async () => {
    const other = await seedWorkspace(database.db);
    const theirs = await seedRepository(database.db, other);
    await seedPullRequest(database.db, theirs, { createdAt: "2026-01-01T00:00:00Z", mergedAt: "2026-03-01T00:00:00Z" });
    const mine = await seedWorkspace(database.db);
    const own = await seedRepository(database.db, mine);
    await seedPullRequest(database.db, own, { createdAt: "2026-01-01T00:00:00Z", mergedAt: "2026-03-01T00:00:00Z" });

    const answer = await ask(database.db, { workspace: mine }, { metric: "pr.merged" });

    expect(answer).toMatchObject({ repositories: [own.fullName], value: 1 });
    await expect(
      ask(database.db, { workspace: mine, repositories: [theirs] }, { metric: "pr.merged" }),
    ).rejects.toMatchObject({ code: "not_found" });
    await expect(
      ask(database.db, { workspace: mine }, { metric: "pr.merged", workspaceId: other.id }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("is closed to a person who only claims to belong to it", async () => {
    const stranger = { ...workspace, userId: "00000000-0000-4000-8000-00000000dead" };

    await expect(ask(database.db, { workspace: stranger }, { metric: "pr.merged" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("a dashboard", () => {
  it("gets all its numbers over one and the same window", async () => {
    const repository = await repositoryWith({ kinds: allKinds }, ...mergedAt("2026-03-01T00:00:00Z"));
    const question = {
      workspaceId: workspace.id,
      repositories: [repository.fullName],
      now: new Date("2026-03-10T00:00:00Z"),
    };

    const answers = await withWorkspace(database.db, { workspaceId: workspace.id, userId: workspace.userId }, (tx) =>
      computeMetrics(tx, {
        ...question,
        metrics: [{ metric: "pr.merged", by: "week" }, { metric: "pr.time_to_merge" }],
      }),
    );

    expect(answers).toMatchObject([
      { metric: "pr.merged", value: 1 },
      { metric: "pr.time_to_merge", n: 1 },
    ]);
    expect(new Set(answers.map(({ from, to }) => `${from} ${to}`)).size).toBe(1);
    expect(answers[0]?.series?.length).toBe(14);
  });
});

describe("a distribution", () => {
  const ask2026 = (metric: string, repository: SeededRepository) =>
    withWorkspace(database.db, { workspaceId: workspace.id, userId: workspace.userId }, (tx) =>
      computeDistribution(tx, {
        workspaceId: workspace.id,
        repositories: [repository.fullName],
        metric,
        from: "2026-01-01",
        to: "2027-01-01",
        now: new Date("2026-07-01T00:00:00Z"),
      }),
    );

  it("puts every value into one bin, an edge into the upper one", async () => {
    const repository = await repositoryWith(
      {},
      ...mergedAt("2026-01-01T00:00:00Z", "2026-01-01T00:04:59Z", "2026-01-01T00:05:00Z", "2026-06-30T00:00:00Z"),
    );

    const { bins, n, unit } = await ask2026("pr.time_to_merge", repository);

    expect({ n, unit }).toEqual({ n: 4, unit: "seconds" });
    expect(bins.filter((bin) => bin.n > 0)).toEqual([
      { from: 0, to: 300, n: 2 },
      { from: 300, to: 900, n: 1 },
      { from: 90 * 86_400, to: 365 * 86_400, n: 1 },
    ]);
  });

  it("is refused for a plain count", async () => {
    const repository = await repositoryWith({});

    await expect(ask2026("pr.merged", repository)).rejects.toMatchObject({ code: "invalid" });
  });
});
