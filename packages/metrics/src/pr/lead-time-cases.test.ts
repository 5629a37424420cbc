// The cases of Apache DevLake's end-to-end test of change lead time (backend/plugins/dora/e2e/change_lead_time, Apache-2.0), which settle
// what each stage of a pull request is. Its fourth one is read by our own rule: what comes after the merge is no review.
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { askItems } from "../../test/ask.ts";
import { seedPullRequest } from "../../test/seed-pull-request.ts";
import { seedRepository, seedWorkspace, type SeededWorkspace } from "../../test/seed-workspace.ts";

let database: TestDatabase;
let workspace: SeededWorkspace;

const authored = (...instants: readonly string[]) => ({ commits: instants.map((authoredAt) => ({ authoredAt })) });
const commented = (...acts: readonly (readonly [by: string, at: string])[]) => ({
  comments: acts.map(([by, at]) => ({ by, at })),
});

beforeAll(async () => {
  database = await createTestDatabase();
  workspace = await seedWorkspace(database.db);
  const repository = await seedRepository(database.db, workspace);
  const cases = [
    {
      number: 100,
      author: "a",
      createdAt: "2022-01-11T04:51:47Z",
      mergedAt: "2022-02-10T04:51:47Z",
      ...authored("2022-01-10T04:51:47Z"),
      ...commented(["a", "2022-01-11T08:51:47Z"]),
      deployedAt: "2023-04-10T06:52:47Z",
    },
    {
      number: 101,
      author: "a",
      createdAt: "2023-04-11T04:51:47Z",
      mergedAt: "2023-04-11T05:51:47Z",
      ...authored("2023-04-10T04:51:47Z", "2023-04-11T04:51:47Z", "2023-04-12T04:51:47Z"),
      ...commented(["a", "2023-04-11T04:53:47Z"], ["b", "2023-04-11T04:56:47Z"], ["c", "2023-04-11T04:59:47Z"]),
      deployedAt: "2023-04-13T07:29:14Z",
    },
    {
      number: 102,
      author: "a",
      createdAt: "2023-04-12T04:51:47Z",
      mergedAt: "2023-04-12T05:51:47Z",
      ...authored("2023-04-13T04:51:47Z", "2023-04-14T04:51:47Z", "2023-04-15T04:51:47Z"),
      ...commented(["d", "2023-04-12T04:51:49Z"], ["e", "2023-04-12T05:51:47Z"], ["f", "2023-04-12T08:51:47Z"]),
      deployedAt: "2023-04-13T07:29:14Z",
    },
    {
      number: 103,
      author: "a",
      createdAt: "2023-04-11T06:53:51Z",
      mergedAt: "2023-04-14T06:53:51Z",
      ...authored("2023-04-09T04:51:47Z", "2023-04-08T04:51:47Z", "2023-04-07T04:51:47Z"),
      ...commented(["g", "2023-04-10T06:53:51Z"], ["h", "2023-04-12T06:53:51Z"], ["i", "2023-04-12T06:53:51Z"]),
      deployedAt: "2023-04-13T07:30:34Z",
    },
    {
      number: 104,
      author: null,
      createdAt: "2023-04-13T07:55:01Z",
      mergedAt: "2023-04-13T08:55:01Z",
      ...authored("2023-04-06T04:51:47Z", "2023-04-05T04:51:47Z"),
      ...commented(["j", "2023-04-14T08:55:01Z"], ["k", "2023-04-14T08:55:01Z"]),
      deployedAt: "2023-04-13T07:37:30Z",
      isProduction: false,
    },
    {
      number: 105,
      author: null,
      createdAt: "2023-04-13T07:55:01Z",
      mergedAt: "2023-04-13T08:55:01Z",
      ...authored("2023-04-04T04:51:47Z"),
      ...commented(["l", "2022-09-07T23:07:13Z"]),
    },
    { number: 106, author: null, createdAt: "2023-04-13T07:55:01Z" },
  ];
  for (const each of cases) await seedPullRequest(database.db, repository, each);
});

afterAll(async () => {
  await database.drop();
});

type Expected = readonly [number: number, value: number | null, reason: string | null];

describe("the stages of DevLake's pull requests", () => {
  it.each<[string, readonly Expected[]]>([
    [
      "pr.coding_time",
      [
        [100, 86_400, null],
        [101, 86_400, null],
        [102, -86_400, "negative"],
        [103, 352_924, null],
        [104, 702_194, null],
        [105, 788_594, null],
      ],
    ],
    [
      "pr.pickup_time",
      [
        [100, null, "no_review"],
        [101, 300, null],
        [102, 2, null],
        [103, 0, null],
        [104, null, "no_review"],
        [105, 0, null],
      ],
    ],
    [
      "pr.review_time",
      [
        [100, null, "no_review"],
        [101, 3300, null],
        [102, 3598, null],
        [103, 345_600, null],
        [104, null, "no_review"],
        [105, 18_784_068, null],
      ],
    ],
    [
      "pr.cycle_time",
      [
        [100, 2_678_400, null],
        [101, 90_000, null],
        [102, -82_800, "negative"],
        [103, 612_124, null],
        [104, 705_794, null],
        [105, 792_194, null],
      ],
    ],
    [
      "pr.deploy_time",
      [
        [100, 36_640_860, null],
        [101, 178_647, null],
        [102, 92_247, null],
        [103, -84_197, "negative"],
        [104, null, "not_deployed"],
        [105, null, "not_deployed"],
      ],
    ],
    [
      "pr.cycle_time_to_deploy",
      [
        [100, 39_319_260, null],
        [101, 268_647, null],
        [102, 9447, null],
        [103, 527_927, null],
        [104, null, "not_deployed"],
        [105, null, "not_deployed"],
      ],
    ],
  ])("%s", async (metric, expected) => {
    const list = await askItems(
      database.db,
      { workspace },
      { metric, from: "2022-01-01", to: "2024-01-01", show: "all", sort: "number", order: "asc" },
    );

    expect(list.items.map(({ number, value, reason }) => [number, value, reason])).toEqual(expected);
  });
});
