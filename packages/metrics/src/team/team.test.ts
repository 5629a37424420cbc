import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { askHistory } from "../../test/ask-history.ts";
import type { History, PullRequest, Review, Team } from "../../test/history.ts";
import { commits, history, on, pullRequest, repository } from "../../test/small-history.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

const review = (by: string | null, at: string): Review => ({ by, at: on(at), state: "commented", inline: [] });

/** By `ada`, opened on 2 March and merged on the 20th. */
function merged(told: Partial<PullRequest>): PullRequest {
  return pullRequest({ createdAt: on("03-02"), turns: [on("03-20")], mergedAt: on("03-20"), ...told });
}

function told(pullRequests: readonly PullRequest[], teams: readonly Team[] = []): History {
  return { ...history(repository({ pullRequests })), teams };
}

async function ask(given: History, metric: string) {
  return await askHistory(database.db, { history: given }, { metric });
}

describe("reviews", () => {
  it("are counted per reviewer and pair, by name; a ghost's for nobody, on a bot's pull request not at all", async () => {
    const given = told([
      merged({
        reviews: [review("cyd", "03-03"), review("cyd", "03-04"), review("Bob", "03-05"), review("ada", "03-05")],
      }),
      merged({ author: "Bob", reviews: [review(null, "03-03"), review("robot", "03-03")] }),
      merged({ author: "robot", reviews: [review("cyd", "03-03")] }),
    ]);

    const reviews = await ask(given, "team.reviews");
    const matrix = await ask(given, "team.review_matrix");

    expect(reviews.value).toBe(4);
    expect(reviews.rows?.map((row) => [row["login"], row["reviews"], row["pull_requests"]])).toEqual([
      ["Bob", 1, 1],
      ["cyd", 2, 1],
      [null, 1, 1],
    ]);
    expect(matrix.rows).toEqual([
      { author: "ada", reviewer: "Bob", n: 1 },
      { author: "ada", reviewer: "cyd", n: 2 },
      { author: "Bob", reviewer: null, n: 1 },
    ]);
  });

  it("answer a wait once: from being ready, or from being asked; who has answered is asked again before waiting counts", async () => {
    const asked = (who: string, at: string) => ({ who, at: on(at), removedAt: null });
    const given = told([
      merged({
        requests: [asked("Bob", "03-04"), asked("cyd", "03-08")],
        reviews: [review("Bob", "03-05"), review("cyd", "03-05"), review("cyd", "03-06"), review("cyd", "03-09")],
      }),
    ]);

    const { n, value, rows } = await ask(given, "team.review_latency");

    const day = 86_400;
    expect({ n, value }).toEqual({ n: 3, value: { p50: day, p75: 2 * day, p90: expect.closeTo(2.6 * day, 3) } });
    expect(rows?.map((row) => [row["login"], row["n"], row["p50"]])).toEqual([
      ["Bob", 1, day],
      ["cyd", 2, 2 * day],
    ]);
  });
});

describe("participation", () => {
  const reviewed = merged({ reviews: [review("Bob", "03-05"), review("eve", "03-05")] });

  it("is the share of whoever took part where no team is known", async () => {
    const answer = await ask(told([reviewed]), "team.review_participation");

    expect(answer.value).toEqual({ people: 3, reviewers: 2, ratio: expect.closeTo(2 / 3) });
  });

  it("asks who belonged to a team then: members who did nothing count, others do not, nor what somebody did after leaving", async () => {
    const since = (login: string, from: string, to: string | null = null) => ({
      login,
      from: on(from),
      to: to === null ? null : on(to),
    });
    const teams = [
      {
        slug: "acme/web",
        members: [since("ada", "03-01"), since("Bob", "03-04"), since("dot", "03-01"), since("eve", "03-01", "03-04")],
      },
    ];
    const given = {
      ...told([reviewed], teams),
      people: ["ada", "Bob", "dot", "eve"].map((login) => ({ login, type: null })),
    };

    const answer = await ask(given, "team.review_participation");

    expect(answer.rows?.map((row) => [row["login"], row["has_reviewed"]])).toEqual([
      ["ada", false],
      ["Bob", true],
      ["dot", false],
      ["eve", false],
    ]);
    expect(answer.value).toEqual({ people: 4, reviewers: 1, ratio: 0.25 });
  });
});

describe("work", () => {
  it("in progress is open and no draft, per person and by name", async () => {
    const given = told([
      pullRequest({ author: "cyd", createdAt: on("03-02") }),
      pullRequest({ author: "Bob", createdAt: on("03-03") }),
      pullRequest({ author: "Bob", createdAt: on("03-01") }),
      pullRequest({ author: "Bob", isCreatedAsDraft: true }),
      merged({ author: "Bob" }),
    ]);

    const answer = await ask(given, "team.wip");

    expect(answer.value).toBe(3);
    expect(answer.rows?.map((row) => [row["login"], row["n"], row["oldest_at"]])).toEqual([
      ["Bob", 2, "2026-03-01T00:00:00Z"],
      ["cyd", 1, "2026-03-02T00:00:00Z"],
    ]);
  });

  it("on the default branch is told by commits that do not merely merge", async () => {
    const made = [
      ...commits("ada", 2),
      ...commits("ada", 3, { isMerge: true }),
      ...commits("Bob", 1, { isOnDefaultBranch: false }),
    ];

    const answer = await ask(history(repository({ commits: made })), "team.commits");

    expect(answer).toMatchObject({ value: 2, rows: [{ login: "ada", commits: 2 }] });
  });
});
