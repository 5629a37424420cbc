import { expect, test } from "vitest";

import { chooseGrain, toBucket } from "./bucket.ts";

const window = { from: "2026-04-10T01:59:21Z", to: "2026-07-09T01:59:21Z" };

test("a week in the middle of the window is whole", () => {
  expect(toBucket("2026-05-04", { grain: "week", window, timeZone: "UTC" })).toEqual({
    key: "2026-05-04",
    label: "4 May",
    title: "Week of 4 May 2026",
    from: "2026-05-04T00:00:00.000Z",
    to: "2026-05-11T00:00:00.000Z",
    isPartial: false,
  });
});

test("the weeks at the ends are cut off, and say so", () => {
  const first = toBucket("2026-04-06", { grain: "week", window, timeZone: "UTC" });
  const last = toBucket("2026-07-06", { grain: "week", window, timeZone: "UTC" });

  expect(first).toMatchObject({ from: "2026-04-10T01:59:21.000Z", isPartial: true });
  expect(last).toMatchObject({ to: "2026-07-09T01:59:21.000Z", isPartial: true });
});

test("a month is named by its first day in the zone", () => {
  const year = { from: "2019-01-01T00:00:00Z", to: "2021-01-01T00:00:00Z" };

  expect(toBucket("2020-02", { grain: "month", window: year, timeZone: "Asia/Kolkata" })).toMatchObject({
    label: "Feb 20",
    from: "2020-01-31T18:30:00.000Z",
    to: "2020-02-29T18:30:00.000Z",
  });
});

test.each([
  ["2026-07-02T00:00:00Z", "day"],
  ["2026-04-10T00:00:00Z", "week"],
  ["2024-07-09T00:00:00Z", "month"],
])("a window from %s is cut by %s", (from, grain) => {
  expect(chooseGrain({ from, to: "2026-07-09T00:00:00Z" })).toBe(grain);
});
