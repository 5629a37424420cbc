import { expect, test } from "vitest";

import { parseViewFilters } from "./parse-view-filters.ts";
import { toHref, toQuery } from "./view-filters.ts";

test("an address without filters is the last 90 days of everything, compared", () => {
  expect(parseViewFilters({})).toEqual({
    repositories: [],
    range: "90d",
    from: null,
    to: null,
    isCompared: true,
    includeBots: false,
    bots: [],
    labelGroups: [],
    labels: [],
    people: [],
    teams: [],
    by: null,
    tz: null,
  });
});

test("days make it a window of its own", () => {
  expect(parseViewFilters({ from: "2025-01-01", to: "2025-04-01" })).toMatchObject({
    range: "custom",
    from: "2025-01-01",
  });
});

test("filters come back from their own address", () => {
  const filters = parseViewFilters({
    repo: ["c/d", "a/b"],
    range: "365d",
    compare: "off",
    include_bots: "true",
    bot: "x",
    person: ["@Bo", "ana"],
    team: "core",
    by: "author",
    tz: "Asia/Kolkata",
  });

  const back = { ...Object.fromEntries(toQuery(filters)), repo: ["a/b", "c/d"], person: ["ana", "bo"] };
  expect(parseViewFilters(back)).toEqual(filters);
});

test("one view has one address: defaults are left out", () => {
  expect(toHref("/default/pulls", parseViewFilters({ range: "90d" }))).toBe("/default/pulls");
});

test.each([
  [{ range: "yesterday" }, /range is none of 7d, 30d, 90d, 365d, all/],
  [{ from: "soon" }, /from is no date/],
  [{ from: "2025-04-01", to: "2025-01-01" }, /ends \(2025-01-01\) before it begins/],
  [{ compare: "on" }, /compare can only be off/],
  [{ tz: "Mars/Olympus" }, /tz is no time zone/],
  [{ tz: "+05:30" }, /tz is no time zone/],
  [{ by: "mood" }, /by is none of day, week/],
])("%o is refused", (search, message) => {
  expect(() => parseViewFilters(search)).toThrow(message);
});
