import { expect, test } from "vitest";

import { daysBetween, hasDays, zoomedSearch } from "./chart-zoom.ts";

const mark = (from: string, to: string) => ({
  x: 0,
  title: "",
  values: [],
  href: `/a/pulls/items?from=${from}&to=${to}`,
});
const weeks = [mark("2026-01-05", "2026-01-12"), mark("2026-01-12", "2026-01-19"), mark("2026-01-19", "2026-01-26")];

test("a stretch of bands is from the first day of the first to the end of the last, drawn either way", () => {
  for (const [one, other] of [
    [weeks[0], weeks[1]],
    [weeks[1], weeks[0]],
  ]) {
    expect(daysBetween(one, other)?.toString()).toBe("from=2026-01-05&to=2026-01-19");
  }
});

test("bars of a distribution, and points, are no stretches of time", () => {
  const same = [mark("2026-01-05", "2026-01-12"), mark("2026-01-05", "2026-01-12")];

  expect(hasDays(weeks)).toBe(true);
  expect(hasDays(same)).toBe(false);
  expect(hasDays(weeks.map((each) => ({ ...each, y: 0.5 })))).toBe(false);
  expect(hasDays(weeks.map((each) => ({ ...each, href: "https://github.com/a/b/pull/1" })))).toBe(false);
});

test("the other filters stay", () => {
  const days = new URLSearchParams({ from: "2026-01-05", to: "2026-01-12" });

  expect(zoomedSearch("?repo=a%2Fb&range=365d&person=ana", days)).toBe(
    "?repo=a%2Fb&person=ana&from=2026-01-05&to=2026-01-12",
  );
});
