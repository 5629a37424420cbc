import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { askHistory } from "../../test/ask-history.ts";
import { commits, history, issue, on, pullRequest, repository } from "../../test/small-history.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

describe("the contributor absence factor", () => {
  const metric = "repo.contributor_absence_factor";

  it("is the worked example of METRICS.md, with the people behind it by name", async () => {
    const counts = [1000, 202, 90, 33, 332, 343, 42, 433];
    const made = repository({ commits: counts.flatMap((n, index) => commits(`person-${index}`, n)) });

    const answer = await askHistory(database.db, { history: history(made) }, { metric });

    expect(answer).toMatchObject({ value: 2, n: 2475 });
    expect(answer.rows).toEqual([
      { login: "person-0", name: "Somebody", commits: 1000, share: expect.closeTo(1000 / 2475) },
      { login: "person-7", name: "Somebody", commits: 433, share: expect.closeTo(433 / 2475) },
    ]);
  });

  it.each([
    ["one who has exactly half", [5, 3, 2], 1],
    ["two of four equals", [2, 2, 2, 2], 2],
    ["the only one", [1], 1],
  ])("counts %s", async (_, counts, expected) => {
    const made = repository({ commits: counts.flatMap((n, index) => commits(`person-${index}`, n)) });

    const answer = await askHistory(database.db, { history: history(made) }, { metric });

    expect(answer.value).toBe(expected);
    expect(answer.rows).toHaveLength(expected);
  });

  it("leaves out bots, other branches and other months", async () => {
    const made = repository({
      commits: [
        ...commits("ada", 1),
        ...commits("robot", 9),
        ...commits(null, 9, { email: "41898282+github-actions[bot]@users.noreply.github.com" }),
        ...commits("bob", 9, { isOnDefaultBranch: false }),
        ...commits("bob", 9, { authoredAt: on("04-01") }),
      ],
    });

    const answer = await askHistory(database.db, { history: history(made) }, { metric });

    expect(answer).toMatchObject({ n: 1, value: 1, rows: [{ login: "ada" }] });
  });

  it("tells authors without an account apart by their address, in any spelling of it", async () => {
    const made = repository({
      commits: [
        ...commits(null, 2, { email: "eve@example.org" }),
        ...commits(null, 2, { email: "EVE@example.org" }),
        ...commits("ada", 3),
      ],
    });

    const answer = await askHistory(database.db, { history: history(made) }, { metric });

    expect(answer).toMatchObject({ value: 1, rows: [{ login: null, name: "Somebody", commits: 4 }] });
  });

  it("is nothing without a commit, not nobody", async () => {
    const answer = await askHistory(database.db, { history: history(repository({})) }, { metric });

    expect(answer).toMatchObject({ n: 0, value: null, rows: [], coverage: 1 });
  });
});

describe("contributors", () => {
  it("are whoever opened, reviewed, commented or committed, each once", async () => {
    const made = repository({
      issues: [issue({ author: "cyd", createdAt: on("03-05"), comments: [{ by: "Bob", at: on("03-06") }] })],
      pullRequests: [
        pullRequest({
          author: "ada",
          createdAt: on("02-01"),
          reviews: [
            { by: "dot", at: on("03-07"), state: "commented", inline: [on("03-07T01:00")] },
            { by: "eve", at: on("03-08"), state: "pending", inline: [] },
          ],
        }),
        pullRequest({ author: "gone", createdAt: on("03-03"), isDeleted: true }),
        pullRequest({ author: null, createdAt: on("03-03") }),
      ],
      commits: commits("cyd", 2),
    });

    const answer = await askHistory(database.db, { history: history(made) }, { metric: "repo.active_contributors" });

    expect(answer).toMatchObject({ value: 3, n: 6 });
    expect(answer.rows).toEqual([
      expect.objectContaining({ login: "Bob", comments: 1, reviews: 0, last_acted_at: "2026-03-06T00:00:00Z" }),
      expect.objectContaining({ login: "cyd", issues: 1, commits: 2, last_acted_at: "2026-03-05T00:00:00Z" }),
      expect.objectContaining({ login: "dot", reviews: 1, comments: 1, pull_requests: 0 }),
    ]);
  });

  it("of many months are those of their days, wherever the window begins and ends", async () => {
    const firstAt = Date.parse("2025-03-03T15:00:00Z") / 1000;
    const dayOf = (index: number) => firstAt + index * 86_400;
    const people = ["ada", "Bob", "cyd"];
    const made = repository({
      commits: Array.from({ length: 480 }, (_, index) =>
        commits(people[index % 3] ?? "ada", 1, { authoredAt: dayOf(index) }),
      )
        .flat()
        .filter(({ account, authoredAt }) => account !== "cyd" || authoredAt < dayOf(100)),
    });
    const windows = [
      ["2025-05-14T15:00:00Z", "2026-05-14T15:00:00Z"],
      ["2025-06-16", "2025-10-06"],
      ["2025-11-20T14:59:59Z", "2026-02-20T15:00:01Z"],
      ["2025-01-01", "2026-06-26"],
    ] as const;

    for (const [from, to] of windows) {
      const [answer, factor] = await Promise.all(
        ["repo.active_contributors", "repo.contributor_absence_factor"].map((metric) =>
          askHistory(database.db, { history: history(made) }, { metric, from, to }),
        ),
      );

      const within = made.commits.filter(
        ({ authoredAt }) => authoredAt >= Date.parse(from) / 1000 && authoredAt < Date.parse(to) / 1000,
      );
      expect(answer).toMatchObject({ n: within.length, value: new Set(within.map(({ account }) => account)).size });
      expect(factor?.n).toBe(within.length);
      expect(answer?.rows?.map(({ login, commits: made }) => [login, made])).toEqual(
        people.flatMap((login) => {
          const own = within.filter(({ account }) => account === login).length;
          return own === 0 ? [] : [[login, own]];
        }),
      );
    }
  });

  it("are new once, where they came first, and new to each repository in a split", async () => {
    const old = issue({ author: "ada", createdAt: on("01-01") });
    const first = repository({
      name: "acme/one",
      issues: [old, issue({ author: "bob", createdAt: on("03-10") }), issue({ author: "bob", createdAt: on("03-11") })],
    });
    const second = repository({
      name: "acme/two",
      issues: [issue({ author: "ada", createdAt: on("03-12") }), issue({ author: "bob", createdAt: on("03-05") })],
    });

    const answer = await askHistory(
      database.db,
      { history: history(first, second) },
      { metric: "repo.new_contributors", by: "repository" },
    );

    expect(answer.value).toBe(1);
    expect(answer.rows).toEqual([
      { login: "bob", name: null, repository: "acme/two", first_acted_at: "2026-03-05T00:00:00Z" },
    ]);
    expect(answer.series).toMatchObject([
      { key: "acme/one", value: 1 },
      { key: "acme/two", value: 2 },
    ]);
  });

  it.each(["author", "label", "label_group"] as const)("cannot be split by %s", async (by) => {
    const asked = askHistory(
      database.db,
      { history: history(repository({})) },
      { metric: "repo.active_contributors", by },
    );

    await expect(asked).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("Split it by day, week, month, repository"),
    });
  });
});
