import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { askHistory } from "../../test/ask-history.ts";
import { history, issue, on, pullRequest, repository } from "../../test/small-history.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

describe("stars", () => {
  const syncs = [
    { at: on("03-02T06:00"), stars: 10 },
    { at: on("03-04T06:00"), stars: 12 },
  ];

  it("are what the last sync before the end of each day read, and nothing before the first", async () => {
    const answer = await askHistory(
      database.db,
      { history: history(repository({ syncs })) },
      { metric: "repo.stars", by: "day", from: "2026-03-01", to: "2026-03-06" },
    );

    expect(answer).toMatchObject({ value: 12, n: 1, previous: { value: null } });
    expect(answer.series?.map(({ key, value }) => [key, value])).toEqual([
      ["2026-03-01", null],
      ["2026-03-02", 10],
      ["2026-03-03", 10],
      ["2026-03-04", 12],
      ["2026-03-05", 12],
    ]);
  });

  it("of several repositories are added up", async () => {
    const both = history(
      repository({ name: "acme/one", syncs }),
      repository({ name: "acme/two", syncs: syncs.slice(0, 1) }),
    );

    const answer = await askHistory(database.db, { history: both }, { metric: "repo.stars" });

    expect(answer).toMatchObject({ value: 22, n: 2 });
  });
});

describe("open items", () => {
  it("are counted apart, issues here and pull requests there", async () => {
    const made = repository({ issues: [issue({}), issue({ turns: [on("03-02")] })], pullRequests: [pullRequest({})] });

    const issues = await askHistory(database.db, { history: history(made) }, { metric: "repo.open_issues" });
    const pulls = await askHistory(database.db, { history: history(made) }, { metric: "repo.open_prs" });

    expect([issues.value, pulls.value]).toEqual([1, 1]);
  });
});

describe("releases", () => {
  it("are those published in the window, prereleases apart, drafts not at all", async () => {
    const made = repository({
      releases: [
        { publishedAt: on("03-02"), isDraft: false, isPrerelease: false },
        { publishedAt: on("03-03"), isDraft: false, isPrerelease: true },
        { publishedAt: on("03-04"), isDraft: true, isPrerelease: false },
        { publishedAt: null, isDraft: false, isPrerelease: false },
        { publishedAt: on("04-01"), isDraft: false, isPrerelease: false },
      ],
    });

    const answer = await askHistory(database.db, { history: history(made) }, { metric: "repo.releases" });

    expect(answer).toMatchObject({ n: 2, value: { releases: 1, prereleases: 1 } });
    expect(answer.rows).toMatchObject([
      { repository: "acme/site", tag: "v1", is_prerelease: true, published_at: "2026-03-03T00:00:00Z" },
      { tag: "v0", is_prerelease: false },
    ]);
  });
});

describe("a milestone", () => {
  const milestones = [
    { number: 1, closedAt: null },
    { number: 2, closedAt: on("03-15") },
    { number: 3, closedAt: on("01-15") },
    { number: 4, closedAt: null },
  ];

  it("is closed items of all, and ends as fast as the last four weeks went", async () => {
    const made = repository({
      milestones,
      issues: [
        // Two closed within four weeks of 1 July, and one long before: with two to go, it takes four weeks more.
        issue({ milestone: 1, turns: [on("06-10")] }),
        issue({ milestone: 1, turns: [on("03-10")] }),
        issue({ milestone: 1 }),
        issue({ milestone: 1, turns: [on("06-10"), on("06-11")] }),
        issue({ milestone: 1, isDeleted: true }),
        issue({ milestone: 1, author: "robot" }),
        issue({ milestone: 2 }),
      ],
      pullRequests: [pullRequest({ milestone: 1, turns: [on("06-03")], mergedAt: on("06-03") })],
    });

    const answer = await askHistory(database.db, { history: history(made) }, { metric: "milestone.progress" });

    expect(answer).toMatchObject({ n: 5, value: 0.6, previous: null });
    expect(answer.rows).toMatchObject([
      { number: 1, state: "open", items: 5, closed: 3, progress: 0.6, ends_at: "2026-07-29T00:00:00Z" },
      { number: 4, state: "open", items: 0, closed: 0, progress: null, ends_at: null },
      { number: 2, state: "closed", items: 1, closed: 0, progress: 0, ends_at: null },
    ]);
  });
});
