import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { askHistory, askHistoryItems } from "../../test/ask-history.ts";
import type { Issue, LabelGroups } from "../../test/history.ts";
import { history, issue, on, pullRequest, repository } from "../../test/small-history.ts";
import type { MetricQuery } from "../index.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

const all = (...issues: readonly Issue[]) => ({ history: history(repository({ issues })) });

async function measure(issues: readonly Issue[], query: Omit<MetricQuery, "workspaceId" | "now">) {
  return await askHistory(database.db, all(...issues), query);
}

describe("flow", () => {
  const opened = issue({ createdAt: on("03-05") });
  const both = issue({ createdAt: on("03-05"), turns: [on("03-06")] });
  const closed = issue({ createdAt: on("01-05"), turns: [on("03-07")] });
  const reopened = issue({ createdAt: on("01-05"), turns: [on("03-08"), on("03-08")] });

  it("nets openings and closings, and counts an issue with both once", async () => {
    const answer = await measure([opened, both, closed, reopened], { metric: "issue.net" });

    expect(answer).toMatchObject({ value: 0, n: 3, excluded: 0 });
  });

  it("lists each issue once, at its closing when that lies in the window too", async () => {
    const list = await askHistoryItems(database.db, all(opened, both, closed, reopened), {
      metric: "issue.net",
      order: "asc",
    });

    expect(list.items.map(({ number, at }) => [number, at])).toEqual([
      [opened.number, "2026-03-05T00:00:00Z"],
      [both.number, "2026-03-06T00:00:00Z"],
      [closed.number, "2026-03-07T00:00:00Z"],
    ]);
    expect(list).toMatchObject({ total: 3, left_out: [] });
  });

  it("has no closure ratio when nothing was opened; CHAOSS looks at what was open before", async () => {
    const ratio = await measure([closed, reopened], { metric: "issue.closure_ratio" });
    const chaoss = await measure([closed, reopened], { metric: "issue.chaoss_closure_ratio" });

    expect([ratio.value, chaoss.value]).toEqual([null, 0.5]);
  });

  it("is of issues alone: a pull request is none", async () => {
    const made = history(repository({ pullRequests: [pullRequest({})] }));

    const answer = await askHistory(database.db, { history: made }, { metric: "issue.opened" });

    expect(answer.value).toBe(0);
  });
});

describe("an answer in time", () => {
  const metric = "issue.response_within_sla";
  const answered = (hours: number) => issue({ comments: [{ by: "bob", at: on("03-01") + hours * 3600 }] });
  const lateInJune = { from: "2026-06-01", to: "2026-07-01" };

  it("may take exactly as long as allowed, and not a second more", async () => {
    const exact = await measure([answered(48)], { metric });
    const late = await measure([issue({ comments: [{ by: "bob", at: on("03-03") + 1 }] })], { metric });

    expect([exact.value, late.value]).toEqual([
      { within: 1, ratio: 1 },
      { within: 0, ratio: 0 },
    ]);
  });

  it("is not asked of an issue that is younger than that, which is said", async () => {
    const young = issue({ createdAt: on("06-29T00:00") + 1 });
    const justOldEnough = issue({ createdAt: on("06-29") });
    const given = all(young, justOldEnough);

    const answer = await askHistory(database.db, given, { metric, ...lateInJune });
    const list = await askHistoryItems(database.db, given, { metric, ...lateInJune, show: "left_out" });

    expect(answer).toMatchObject({ n: 1, value: { within: 0, ratio: 0 } });
    expect(list.items.map(({ number, reason }) => [number, reason])).toEqual([[young.number, "too_young"]]);
  });

  it("is not one's own comment, nor a bot's, nor a closing", async () => {
    const issues = [
      issue({ comments: [{ by: "ada", at: on("03-01T01:00") }] }),
      issue({ comments: [{ by: "robot", at: on("03-01T01:00") }] }),
      issue({ turns: [on("03-01T01:00")] }),
    ];

    const answer = await measure(issues, { metric: "issue.time_to_first_response" });

    expect(answer).toMatchObject({ n: 0, n_not_yet: 3, value: null });
  });
});

describe("the lists of open issues", () => {
  const silent = issue({ createdAt: on("06-01") });
  const fresh = issue({ createdAt: on("06-30") });
  const answered = issue({ createdAt: on("06-01"), comments: [{ by: "bob", at: on("06-20") }] });
  const closed = issue({ createdAt: on("06-01"), turns: [on("06-02")] });
  const to = "2026-07-01";

  it.each([
    [undefined, [silent, fresh, answered]],
    ["unanswered", [silent, fresh]],
    ["past_sla", [silent]],
  ])("narrow to %s", async (filter, expected) => {
    const list = await askHistoryItems(database.db, all(silent, fresh, answered, closed), {
      metric: "issue.backlog",
      to,
      filter,
      sort: "number",
      order: "asc",
    });

    expect(list.items.map(({ number }) => number)).toEqual(expected.map(({ number }) => number));
  });

  it("hold what nobody touched for 60 days, to the second", async () => {
    const stale = issue({ updatedAt: on("07-01") - 60 * 86_400 });
    const touched = issue({ updatedAt: on("07-01") - 60 * 86_400 + 1 });

    const answer = await measure([stale, touched], { metric: "issue.stale" });

    expect(answer).toMatchObject({ value: 1, previous: null, rows: [{ number: stale.number, value: 60 * 86_400 }] });
  });
});

describe("a day with two midnights", () => {
  // On the Azores clocks go back from 01:00 to 00:00 on 25 October 2026, which is at 01:00 UTC: the day begins an hour before.
  const asOf = on("11-20");
  const during = issue({ createdAt: on("10-25T00:30") });
  const made = history(repository({ asOf, issues: [during] }));
  const query = { timeZone: "Atlantic/Azores", by: "day", from: "2026-10-24" } as const;

  it.each(["issue.opened", "issue.backlog"])("begins at the first, for %s", async (metric) => {
    const answer = await askHistory(database.db, { history: made }, { ...query, metric, to: "2026-10-26" });
    const before = await askHistory(database.db, { history: made }, { ...query, metric, to: "2026-10-25" });

    expect(answer.series?.map(({ key, value }) => [key, value])).toEqual([
      ["2026-10-24", 0],
      ["2026-10-25", 1],
    ]);
    expect(before).toMatchObject({ value: 0, to: "2026-10-25T00:00:00Z" });
  });
});

describe("labels", () => {
  const issues = [
    issue({ labels: ["bug", "über"] }),
    issue({ labels: ["Bug"], createdAt: on("02-01"), turns: [on("03-05")] }),
    issue({ labels: ["451"], createdAt: on("02-01"), turns: [on("02-05")] }),
    issue({ labels: [], createdAt: on("02-01") }),
  ];
  const labelGroups: LabelGroups = { Defects: ["BUG", "kind/*"], "Needs 100%": ["100%", "a_b"] };

  it("each have a row, in code point order, the issues without one first, and those without anything to tell none", async () => {
    const answer = await measure(issues, { metric: "issue.by_label" });

    expect(answer.rows).toEqual([
      { label: null, opened: 0, closed: 0, open: 1 },
      { label: "Bug", opened: 0, closed: 1, open: 0 },
      { label: "bug", opened: 1, closed: 0, open: 1 },
      { label: "über", opened: 1, closed: 0, open: 1 },
    ]);
    expect(answer).toMatchObject({ n: 3, value: { opened: 1, closed: 1, open: 2 } });
  });

  it("that belong to a group count under its name, in any spelling; % and _ are no patterns", async () => {
    const more = [...issues, issue({ labels: ["kind/crash", "bug"] }), issue({ labels: ["axb", "1000"] })];

    const answer = await askHistory(
      database.db,
      { ...all(...more), labelGroups },
      { metric: "issue.backlog", by: "label_group", to: "2026-03-03" },
    );

    expect(answer.series?.map(({ key, value }) => [key, value])).toEqual([
      [null, 2],
      ["Defects", 3],
      ["Needs 100%", 0],
    ]);
  });

  it.each(["issue.opened", "pr.opened", "issue.age", "pr.time_to_first_review", "issue.stale"])(
    "of a saved group narrow %s, its previous window and its list",
    async (metric) => {
      const made = repository({
        issues: [issue({ labels: ["BUG"] }), issue({}), issue({ labels: ["docs"] })],
        pullRequests: [pullRequest({ labels: ["kind/ui"] }), pullRequest({ labels: ["unkind/ui"] })],
      });
      const given = { history: history(made), labelGroups };

      const answer = await askHistory(database.db, given, { metric, labelGroups: ["defects"] });
      const list = await askHistoryItems(database.db, given, { metric, labelGroups: ["defects"], show: "all" });

      expect(answer.n + (answer.n_not_yet ?? 0)).toBe(1);
      expect(list.total).toBe(1);
    },
  );

  it.each([
    [["bug"], 2],
    [["451", ""], 2],
    [[""], 1],
    [["nobody uses this"], 0],
    [["1%"], 0],
  ])("named %j are those of %i issues, in any spelling; an empty name means no label", async (labels, count) => {
    const answer = await askHistory(database.db, all(...issues), {
      metric: "issue.opened",
      from: "2026-01-01",
      labels,
    });

    expect(answer.value).toBe(count);
  });

  it("and groups narrow together", async () => {
    const given = { ...all(issue({ labels: ["bug", "ui"] }), issue({ labels: ["ui"] })), labelGroups };

    const answer = await askHistory(database.db, given, {
      metric: "issue.backlog",
      labelGroups: ["Defects"],
      labels: ["UI"],
    });

    expect(answer.value).toBe(1);
  });

  it("of a group that nobody saved are not found, and the saved ones are named", async () => {
    const asked = askHistory(database.db, { ...all(), labelGroups }, { metric: "issue.opened", labelGroups: ["bugs"] });

    await expect(asked).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining('no label group "bugs" in this workspace. Saved: Defects, Needs 100%'),
    });
  });

  it("choose nothing of what has none", async () => {
    const asked = askHistory(
      database.db,
      { ...all(), labelGroups },
      { metric: "repo.stars", labelGroups: ["Defects"] },
    );

    await expect(asked).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("has no labels") });
  });
});

describe("a list of items", () => {
  it.each(["repo.active_contributors", "repo.releases", "repo.stars", "milestone.progress"])(
    "is refused for %s, and says where to look",
    async (metric) => {
      const asked = askHistoryItems(database.db, all(), { metric });

      await expect(asked).rejects.toMatchObject({
        code: "invalid",
        message: expect.stringContaining(`./pulse metric show ${metric}`),
      });
    },
  );
});
