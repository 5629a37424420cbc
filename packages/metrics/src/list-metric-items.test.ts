import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { askItems } from "../test/ask.ts";
import { seedPullRequest } from "../test/seed-pull-request.ts";
import { seedRepository, seedWorkspace, type SeededRepository, type SeededWorkspace } from "../test/seed-workspace.ts";
import { catalogue, describeMetric, type MetricItem } from "./index.ts";

let database: TestDatabase;
let workspace: SeededWorkspace;
let repository: SeededRepository;

const created = { createdAt: "2026-03-01T00:00:00Z" };
const merged = { ...created, mergedAt: "2026-03-10T00:00:00Z" };

beforeAll(async () => {
  database = await createTestDatabase();
  workspace = await seedWorkspace(database.db);
  repository = await seedRepository(database.db, workspace);
  const seed = async (...inputs: readonly Parameters<typeof seedPullRequest>[2][]) => {
    for (const input of inputs) await seedPullRequest(database.db, repository, input);
  };
  await seed(
    {
      ...merged,
      number: 1,
      reviews: [{ by: "bob", at: "2026-03-02T00:00:00Z" }],
      labels: ["bug"],
      files: [{ path: "a", additions: 3, deletions: 4 }],
    },
    {
      ...merged,
      number: 2,
      reviews: [{ by: "bob", at: "2026-03-04T00:00:00Z" }],
      commits: [{ authoredAt: "2026-02-28T00:00:00Z" }],
    },
    { ...merged, number: 3, commits: [{ authoredAt: "2026-03-02T00:00:00Z" }] },
    { ...merged, number: 4, author: "robot[bot]", reviews: [{ by: "bob", at: "2026-03-02T00:00:00Z" }] },
    { ...merged, number: 5, author: null, mergedAt: "2026-03-09T00:00:00Z" },
    { ...created, number: 6 },
    { ...created, number: 7, isDraft: true },
    { ...created, number: 8, createdAt: "2026-02-01T00:00:00Z" },
    { ...created, number: 9, reviews: [{ by: "bob", at: "2026-03-02T00:00:00Z" }] },
    { ...created, number: 10, closedAt: "2026-03-05T00:00:00Z" },
  );
});

afterAll(async () => {
  await database.drop();
});

const numbersOf = (items: readonly MetricItem[]) => items.map(({ number }) => number);

describe("where nothing was read yet", () => {
  it.each(catalogue.map(describeMetric).filter(({ items }) => items !== null))(
    "$id has an empty list",
    async ({ id }) => {
      const fresh = await seedWorkspace(database.db);

      expect(await askItems(database.db, { workspace: fresh }, { metric: id })).toMatchObject({
        items: [],
        total: 0,
        next: null,
      });
    },
  );
});

describe("the items behind a number", () => {
  it("come with the value of each, largest first, and what is known of them", async () => {
    const list = await askItems(database.db, { workspace }, { metric: "pr.pickup_time", also: ["pr.size"] });

    expect(list).toMatchObject({ metric: "pr.pickup_time", unit: "seconds", total: 2, next: null, coverage: 1 });
    expect(list.items.map(({ number, value, also }) => [number, value, also["pr.size"]])).toEqual([
      [2, 3 * 86_400, null],
      [1, 86_400, 7],
    ]);
    expect(list.items[1]).toMatchObject({
      repository: repository.fullName,
      title: "Change 1",
      author: "ada",
      state: "merged",
      labels: ["bug"],
      at: "2026-03-10T00:00:00Z",
      reason: null,
      details: {
        is_draft: false,
        created_at: "2026-03-01T00:00:00Z",
        first_review_at: "2026-03-02T00:00:00Z",
        deployed_at: null,
      },
    });
  });

  it("tell of each other item why it is not among them", async () => {
    const list = await askItems(
      database.db,
      { workspace },
      { metric: "pr.coding_time", show: "left_out", sort: "number", order: "asc" },
    );

    expect(list.items.map(({ number, reason }) => [number, reason])).toEqual([
      [1, "no_commit"],
      [3, "negative"],
      [4, "bot"],
      [5, "no_commit"],
    ]);
    expect(list.total).toBe(4);
    expect(list.left_out.map(({ reason, n }) => [reason, n])).toEqual([
      ["bot", 1],
      ["negative", 1],
      ["no_commit", 2],
    ]);
    for (const { text } of list.left_out) expect(text).toMatch(/ /);
  });

  it("of a share are those it is the share of, the rest with the reason", async () => {
    const list = await askItems(
      database.db,
      { workspace },
      { metric: "pr.merged_without_review", sort: "number", order: "asc" },
    );

    expect(numbersOf(list.items)).toEqual([3, 5]);
    expect(list.items[1]?.author).toBeNull();
    expect(list.left_out).toMatchObject([
      { reason: "bot", n: 1 },
      { reason: "reviewed", n: 2 },
    ]);
  });

  it("can be those that are open and wait for a first review, oldest first", async () => {
    const list = await askItems(database.db, { workspace }, { metric: "pr.open", filter: "waiting", to: "2026-04-01" });

    expect(list).toMatchObject({ unit: "seconds", total: 2 });
    expect(list.items.map(({ number, value }) => [number, value])).toEqual([
      [8, 59 * 86_400],
      [6, 31 * 86_400],
    ]);
  });

  it("are no others than the number counts", async () => {
    const at = { from: "2026-03-10", to: "2026-03-11" };

    const list = await askItems(database.db, { workspace }, { metric: "pr.merged", show: "all", ...at });

    expect(list).toMatchObject({ total: 4, unit: null });
    expect(new Set(numbersOf(list.items))).toEqual(new Set([1, 2, 3, 4]));
  });

  it("are nobody's while nothing was read", async () => {
    const unread = await seedRepository(database.db, workspace, { kinds: [] });

    const list = await askItems(database.db, { workspace, repositories: [unread] }, { metric: "pr.merged" });

    expect(list).toMatchObject({ total: 0, items: [], left_out: [], next: null, as_of: null, coverage: 0 });
  });
});

describe("a long list", () => {
  it.each([
    ["value", "asc"],
    ["value", "desc"],
    ["at", "asc"],
    ["at", "desc"],
    ["number", "asc"],
    ["number", "desc"],
  ] as const)("by %s %s comes in pages that miss and repeat nothing", async (sort, order) => {
    const query = { metric: "pr.time_to_first_review", show: "all", sort, order } as const;
    const whole = await askItems(database.db, { workspace }, query);

    const paged: MetricItem[] = [];
    let after: string | null | undefined;
    while (after !== null) {
      const page = await askItems(database.db, { workspace }, { ...query, limit: 3, after });
      expect(page.total).toBe(10);
      paged.push(...page.items);
      after = page.next;
    }

    expect(numbersOf(whole.items)).toHaveLength(10);
    expect(paged).toEqual(whole.items);
  });

  it("keeps those without a value at its end, in both orders", async () => {
    for (const order of ["asc", "desc"] as const) {
      const list = await askItems(database.db, { workspace }, { metric: "pr.review_time", show: "all", order });

      expect(list.items.map(({ value }) => value === null)).toEqual([false, false, false, true, true]);
    }
  });

  it.each([
    [{ limit: 0 }, "1 to 5000"],
    [{ limit: 5001 }, "1 to 5000"],
    [{ limit: 1.5 }, "1 to 5000"],
    [{ after: "nonsense" }, "cursor"],
    [{ after: Buffer.from('["pr.merged counted  at desc","1); drop table x",1,1]').toString("base64url") }, "cursor"],
    [{ filter: "waiting" }, "filter"],
    [{ filter: "constructor" }, "filter"],
    [{ also: ["pr.merged"] }, "beside"],
    [{ also: ["pr.open"] }, "beside"],
  ])("refuses %j", async (wrong, part) => {
    const asked = askItems(database.db, { workspace }, { metric: "pr.merged", ...wrong });

    await expect(asked).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining(part) });
  });

  it("refuses the cursor of another list", async () => {
    const page = await askItems(database.db, { workspace }, { metric: "pr.merged", limit: 1 });

    const asked = askItems(
      database.db,
      { workspace },
      { metric: "pr.merged", limit: 1, order: "asc", after: page.next ?? "" },
    );

    await expect(asked).rejects.toMatchObject({ code: "invalid" });
  });
});
