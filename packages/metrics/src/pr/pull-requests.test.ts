import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { ask } from "../../test/ask.ts";
import { seedBot, seedPullRequest, type PullRequestInput } from "../../test/seed-pull-request.ts";
import { seedRepository, seedWorkspace, type SeededWorkspace } from "../../test/seed-workspace.ts";
import type { MetricAnswer } from "../index.ts";

const hour = 3600;
const day = 24 * hour;

let database: TestDatabase;
let workspace: SeededWorkspace;

beforeAll(async () => {
  database = await createTestDatabase();
  workspace = await seedWorkspace(database.db, { botLogins: ["Release-Robot"], ignoredPaths: [] });
});

afterAll(async () => {
  await database.drop();
});

/** What one metric says of a repository that holds just these pull requests. */
async function measure(metric: string, ...inputs: readonly PullRequestInput[]): Promise<MetricAnswer> {
  const repository = await seedRepository(database.db, workspace);
  for (const input of inputs) await seedPullRequest(database.db, repository, input);
  return await ask(database.db, { workspace, repositories: [repository] }, { metric });
}

const merged = { createdAt: "2026-03-01T00:00:00Z", mergedAt: "2026-03-10T00:00:00Z" };

function all(seconds: number) {
  return { p50: seconds, p75: seconds, p90: seconds };
}

describe("ready for review", () => {
  const bob = (at: string) => ({ reviews: [{ by: "bob", at }] });

  it.each<[string, Partial<PullRequestInput>, number]>([
    ["is its creation when it never was a draft", bob("2026-03-03T00:00:00Z"), 2 * day],
    [
      "is the leaving of draft",
      { events: [["ready_for_review", "2026-03-02T00:00:00Z"]], ...bob("2026-03-03T00:00:00Z") },
      day,
    ],
    [
      "is the last leaving of draft before the first review",
      {
        events: [
          ["ready_for_review", "2026-03-02T00:00:00Z"],
          ["converted_to_draft", "2026-03-03T00:00:00Z"],
          ["ready_for_review", "2026-03-04T00:00:00Z"],
        ],
        ...bob("2026-03-05T00:00:00Z"),
      },
      day,
    ],
    [
      "does not move when it goes back to draft after the first review",
      {
        events: [
          ["ready_for_review", "2026-03-02T00:00:00Z"],
          ["converted_to_draft", "2026-03-04T00:00:00Z"],
          ["ready_for_review", "2026-03-06T00:00:00Z"],
        ],
        ...bob("2026-03-03T00:00:00Z"),
      },
      day,
    ],
    [
      "is its creation when it became a draft only after the first review",
      {
        events: [
          ["converted_to_draft", "2026-03-04T00:00:00Z"],
          ["ready_for_review", "2026-03-06T00:00:00Z"],
        ],
        ...bob("2026-03-03T00:00:00Z"),
      },
      2 * day,
    ],
    [
      "is the first leaving of draft when it was reviewed only as a draft, and nobody waited",
      {
        events: [
          ["ready_for_review", "2026-03-04T00:00:00Z"],
          ["converted_to_draft", "2026-03-05T00:00:00Z"],
          ["ready_for_review", "2026-03-06T00:00:00Z"],
        ],
        ...bob("2026-03-03T00:00:00Z"),
      },
      0,
    ],
    [
      "is the leaving of draft when it was opened ready, drafted, reviewed as a draft and taken out of it",
      {
        events: [
          ["converted_to_draft", "2026-03-02T00:00:00Z"],
          ["ready_for_review", "2026-03-05T00:00:00Z"],
        ],
        ...bob("2026-03-03T00:00:00Z"),
      },
      0,
    ],
  ])("%s", async (_, facts, pickup) => {
    const answer = await measure("pr.pickup_time", { ...merged, ...facts });

    expect(answer).toMatchObject({ n: 1, excluded: 0, value: all(pickup) });
  });

  it("never came for one that was merged as a draft, so nobody is said to have picked it up at once", async () => {
    const answer = await measure("pr.pickup_time", { ...merged, isDraft: true, ...bob("2026-03-03T00:00:00Z") });

    expect(answer).toMatchObject({ n: 0, excluded: 0, value: null });
  });

  it("ends the coding of one that nobody reviewed at its last leaving of draft", async () => {
    const answer = await measure("pr.coding_time", {
      ...merged,
      commits: [{ authoredAt: "2026-02-28T00:00:00Z" }],
      events: [
        ["ready_for_review", "2026-03-02T00:00:00Z"],
        ["converted_to_draft", "2026-03-03T00:00:00Z"],
        ["ready_for_review", "2026-03-04T00:00:00Z"],
      ],
    });

    expect(answer.value).toEqual(all(4 * day));
  });
});

describe("the first review", () => {
  it("is the earliest review or comment of another person, up to and including the merge", async () => {
    const answer = await measure(
      "pr.review_time",
      {
        ...merged,
        comments: [{ by: "bob", at: "2026-03-09T23:00:00Z" }],
        reviews: [{ by: "eve", at: "2026-03-09T23:30:00Z" }],
      },
      { ...merged, reviews: [{ by: "bob", at: "2026-03-10T00:00:00Z", state: "approved" }] },
    );

    expect(answer).toMatchObject({ n: 2, excluded: 0, value: { p50: hour / 2 } });
  });

  it("is none when the others came after the merge", async () => {
    const late = { ...merged, reviews: [{ by: "bob", at: "2026-03-10T00:00:01Z", state: "approved" as const }] };

    expect(await measure("pr.merged_without_review", late)).toMatchObject({ n: 1, value: { count: 1, ratio: 1 } });
    expect(await measure("pr.time_to_first_review", late)).toMatchObject({ n: 0, n_not_yet: 1, value: null });
    expect(await measure("pr.approval_time", late)).toMatchObject({ n: 0, excluded: 0, value: null });
  });

  it("is not the author's own, by review or by comment", async () => {
    const answer = await measure("pr.merged_without_review", {
      ...merged,
      reviews: [{ by: "ada", at: "2026-03-02T00:00:00Z" }],
      comments: [{ by: "ada", at: "2026-03-02T01:00:00Z" }],
    });

    expect(answer.value).toEqual({ count: 1, ratio: 1 });
  });

  it("is no bot's, whether GitHub, the login or the workspace says so", async () => {
    await seedBot(database.db, workspace.id, "typed-bot");
    const answer = await measure("pr.merged_without_review", {
      ...merged,
      reviews: [
        { by: "typed-bot", at: "2026-03-02T00:00:00Z", state: "approved" },
        { by: "suffixed[bot]", at: "2026-03-02T00:00:00Z" },
        { by: "release-robot", at: "2026-03-02T00:00:00Z" },
      ],
    });

    expect(answer.value).toEqual({ count: 1, ratio: 1 });
  });

  it("can be an approval that was dismissed since, which approves nothing", async () => {
    const dismissed = {
      ...merged,
      reviews: [
        { by: "bob", at: "2026-03-02T00:00:00Z", state: "dismissed" as const },
        { by: "eve", at: "2026-03-03T00:00:00Z", state: "approved" as const },
      ],
    };

    expect((await measure("pr.pickup_time", dismissed)).value).toEqual(all(day));
    expect((await measure("pr.approval_time", dismissed)).value).toEqual(all(day));
  });

  it("can lie after the window, up to the present", async () => {
    const repository = await seedRepository(database.db, workspace);
    await seedPullRequest(database.db, repository, {
      createdAt: "2026-03-01T00:00:00Z",
      reviews: [{ by: "bob", at: "2026-05-01T00:00:00Z" }],
    });
    await seedPullRequest(database.db, repository, {
      createdAt: "2026-03-01T00:00:00Z",
      closedAt: "2026-03-02T00:00:00Z",
    });

    const answer = await ask(
      database.db,
      { workspace, repositories: [repository] },
      { metric: "pr.time_to_first_review", from: "2026-03-01", to: "2026-04-01" },
    );

    expect(answer).toMatchObject({ n: 1, n_not_yet: 1, value: all(61 * day) });
  });
});

describe("a deleted account", () => {
  it("as author is counted, and credited to nobody", async () => {
    const repository = await seedRepository(database.db, workspace);
    await seedPullRequest(database.db, repository, { ...merged, author: null });

    const answer = await ask(
      database.db,
      { workspace, repositories: [repository] },
      { metric: "pr.merged", by: "author" },
    );

    expect(answer).toMatchObject({ value: 1, series: [{ key: null, n: 1, value: 1 }] });
  });

  it("as reviewer is another person", async () => {
    const answer = await measure("pr.pickup_time", { ...merged, reviews: [{ by: null, at: "2026-03-02T00:00:00Z" }] });

    expect(answer.value).toEqual(all(day));
  });

  it("as reviewer of a deleted account's pull request may be the same person", async () => {
    const ghosts = {
      ...merged,
      author: null,
      reviews: [{ by: null, at: "2026-03-02T00:00:00Z" }],
      comments: [{ by: null, at: "2026-03-03T00:00:00Z" }],
    };

    expect((await measure("pr.merged_without_review", ghosts)).value).toEqual({ count: 1, ratio: 1 });
    expect((await measure("pr.review_depth", ghosts)).value).toEqual({ mean: 0, p50: 0 });
  });

  it("as author can be reviewed by a person", async () => {
    const answer = await measure("pr.pickup_time", {
      ...merged,
      author: null,
      comments: [{ by: "bob", at: "2026-03-02T00:00:00Z" }],
    });

    expect(answer.value).toEqual(all(day));
  });
});

describe("bots", () => {
  it("are left out with their pull requests, unless asked for", async () => {
    const repository = await seedRepository(database.db, workspace);
    await seedBot(database.db, workspace.id, "typed-author");
    for (const author of ["ada", "typed-author", "suffixed[bot]", "release-robot", "bob"]) {
      await seedPullRequest(database.db, repository, { ...merged, author });
    }
    const scope = { workspace, repositories: [repository] };

    const people = await ask(database.db, scope, { metric: "pr.merged" });
    const fewer = await ask(database.db, scope, { metric: "pr.merged", bots: ["Bob"] });
    const everybody = await ask(database.db, scope, { metric: "pr.merged", bots: ["Bob"], includeBots: true });

    expect([people.value, fewer.value, everybody.value]).toEqual([2, 1, 5]);
  });

  it("answer as people do when they are asked for", async () => {
    const repository = await seedRepository(database.db, workspace);
    await seedPullRequest(database.db, repository, {
      ...merged,
      reviews: [{ by: "suffixed[bot]", at: "2026-03-02T00:00:00Z" }],
    });
    const scope = { workspace, repositories: [repository] };

    const without = await ask(database.db, scope, { metric: "pr.pickup_time" });
    const included = await ask(database.db, scope, { metric: "pr.pickup_time", includeBots: true });

    expect([without.n, included.n]).toEqual([0, 1]);
  });
});

describe("times that cannot be", () => {
  it("are excluded and counted: a first commit dated after the pull request, or after its merge", async () => {
    const inputs = [
      { ...merged, commits: [{ authoredAt: "2026-03-05T00:00:00Z" }] },
      { ...merged, commits: [{ authoredAt: "2026-03-20T00:00:00Z" }] },
      { ...merged, commits: [{ authoredAt: "2026-02-28T00:00:00Z" }, { authoredAt: "2026-03-05T00:00:00Z" }] },
      merged,
    ];

    expect(await measure("pr.coding_time", ...inputs)).toMatchObject({ n: 1, excluded: 2, value: all(day) });
    expect(await measure("pr.cycle_time", ...inputs)).toMatchObject({ n: 2, excluded: 1, value: { p50: 7.5 * day } });
  });

  it("are excluded when something was deployed before its merge; the way to production still counts", async () => {
    const early = { ...merged, commits: [{ authoredAt: "2026-02-28T00:00:00Z" }], deployedAt: "2026-03-09T00:00:00Z" };

    expect(await measure("pr.deploy_time", early)).toMatchObject({ n: 0, excluded: 1, value: null });
    expect(await measure("pr.cycle_time_to_deploy", early)).toMatchObject({ n: 1, excluded: 0, value: all(9 * day) });
  });

  it("do not come from a deployment that is not production", async () => {
    const answer = await measure("pr.deploy_time", {
      ...merged,
      deployedAt: "2026-03-11T00:00:00Z",
      isProduction: false,
    });

    expect(answer).toMatchObject({ n: 0, excluded: 0, value: null });
  });
});

describe("closing", () => {
  it("of one that was reopened counts by its last closing, and as a merge when it was merged in the end", async () => {
    const reopened = {
      ...merged,
      events: [["reopened", "2026-03-05T00:00:00Z"]] as const,
      closedAt: "2026-03-10T00:00:01Z",
    };

    expect((await measure("pr.closed_unmerged", reopened)).value).toBe(0);
    expect((await measure("pr.merge_ratio", reopened)).value).toBe(1);
    expect((await measure("pr.time_to_close", reopened)).value).toEqual(all(9 * day + 1));
    expect((await measure("pr.time_to_merge", reopened)).value).toEqual(all(9 * day));
  });

  it("that never came to a merge is the other part of the ratio", async () => {
    const closed = { createdAt: "2026-03-01T00:00:00Z", closedAt: "2026-03-02T00:00:00Z" };

    expect(await measure("pr.merge_ratio", merged, merged, merged, closed)).toMatchObject({ n: 4, value: 0.75 });
    expect(await measure("pr.merge_ratio", { createdAt: "2026-03-01T00:00:00Z" })).toMatchObject({ n: 0, value: null });
  });

  it("is no end for what was deleted or transferred: it is left out", async () => {
    const answer = await measure("pr.merged", merged, { ...merged, deletedAt: "2026-04-01T00:00:00Z" });

    expect(answer.value).toBe(1);
  });
});

describe("size", () => {
  const file = (path: string, additions: number, deletions = 0) => ({ path, additions, deletions });

  it("is what the files add up to, with its buckets", async () => {
    const sizes = [19, 20, 99, 100, 249, 250, 499, 500, 10_000];

    const answer = await measure(
      "pr.size",
      ...sizes.map((lines) => ({ ...merged, files: [file("a.ts", lines - 1, 1)] })),
    );

    expect(answer).toMatchObject({ n: 9, value: { p50: 249 }, buckets: { xs: 1, s: 2, m: 2, l: 2, xl: 2 } });
  });

  it("leaves out files that the workspace ignores, and never falls back to totals that hold them", async () => {
    const strict = await seedWorkspace(database.db, { ignoredPaths: ["%package-lock.json", "vendor/%"] });
    const repository = await seedRepository(database.db, strict);
    await seedPullRequest(database.db, repository, {
      ...merged,
      files: [file("web/package-lock.json", 9000), file("a.ts", 10, 5)],
      totals: { additions: 9010, deletions: 5 },
    });
    await seedPullRequest(database.db, repository, { ...merged, files: [file("vendor/x.js", 70)] });
    await seedPullRequest(database.db, repository, { ...merged, totals: { additions: 500, deletions: 0 } });

    const answer = await ask(database.db, { workspace: strict, repositories: [repository] }, { metric: "pr.size" });

    expect(answer).toMatchObject({ n: 2, value: { p50: 7.5 } });
  });

  it("is GitHub's own total where no file is known and none is ignored", async () => {
    expect((await measure("pr.size", { ...merged, totals: { additions: 30, deletions: 12 } })).value).toEqual({
      p50: 42,
      p90: 42,
    });
    expect(await measure("pr.size", merged)).toMatchObject({
      n: 0,
      value: null,
      buckets: { xs: 0, s: 0, m: 0, l: 0, xl: 0 },
    });
  });
});

describe("a review round", () => {
  const asked = { by: "bob", at: "2026-03-02T00:00:00Z", state: "changes_requested" as const };

  it.each<[string, Partial<PullRequestInput>, number]>([
    [
      "is a request for changes and a push",
      { reviews: [asked], commits: [{ authoredAt: "2026-03-01T00:00:00Z", committedAt: "2026-03-03T00:00:00Z" }] },
      1,
    ],
    ["can be answered with a forced push", { reviews: [asked], events: [["force_pushed", "2026-03-03T00:00:00Z"]] }, 1],
    ["needs the push after the request", { reviews: [asked], commits: [{ authoredAt: "2026-03-02T00:00:00Z" }] }, 0],
    [
      "needs the push before the next review",
      {
        reviews: [asked, { by: "eve", at: "2026-03-03T00:00:00Z", state: "approved" }],
        commits: [{ authoredAt: "2026-03-04T00:00:00Z" }],
      },
      0,
    ],
    [
      "is not cut short by the author's reply",
      {
        reviews: [asked, { by: "ada", at: "2026-03-02T01:00:00Z" }],
        commits: [{ authoredAt: "2026-03-04T00:00:00Z" }],
      },
      1,
    ],
    [
      "is counted again for each request",
      {
        reviews: [asked, { ...asked, at: "2026-03-04T00:00:00Z" }, { ...asked, at: "2026-03-04T01:00:00Z" }],
        commits: [{ authoredAt: "2026-03-03T00:00:00Z" }, { authoredAt: "2026-03-05T00:00:00Z" }],
      },
      2,
    ],
    [
      "does not begin with a bot",
      { reviews: [{ ...asked, by: "suffixed[bot]" }], commits: [{ authoredAt: "2026-03-03T00:00:00Z" }] },
      0,
    ],
  ])("%s", async (_, facts, rounds) => {
    const answer = await measure("pr.review_rounds", { ...merged, ...facts });

    expect(answer).toMatchObject({ n: 1, value: { p50: rounds } });
  });
});

describe("review depth", () => {
  it("counts others' comments at any time, and none as zero", async () => {
    const answer = await measure(
      "pr.review_depth",
      {
        ...merged,
        reviews: [{ by: "bob", at: "2026-03-02T00:00:00Z" }],
        comments: [
          { by: "bob", at: "2026-03-02T00:00:00Z" },
          { by: "eve", at: "2026-04-02T00:00:00Z" },
          { by: "ada", at: "2026-03-02T00:00:00Z" },
          { by: "suffixed[bot]", at: "2026-03-02T00:00:00Z" },
        ],
      },
      merged,
    );

    expect(answer).toMatchObject({ n: 2, value: { mean: 1, p50: 1 } });
  });
});
